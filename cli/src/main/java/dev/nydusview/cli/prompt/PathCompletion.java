package dev.nydusview.cli.prompt;

import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.PathResolver;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The paths in an image that a word begins. */
public final class PathCompletion {
    /** Limit of listed candidates, more than anybody reads; of more, the first ones and the very last are given. */
    static final int LIMIT = 10_000;

    private final InodeTree tree;

    public PathCompletion(InodeTree tree) {
        this.tree = tree;
    }

    /**
     * The paths that begin with {@code word}, in order of their bytes, directories and links to them with a slash at
     * the end; none where the image is damaged.
     *
     * @param directory escaped absolute path that {@code word} is relative to
     * @param word escaped, free of quotes
     */
    public List<Candidate> candidates(String directory, String word) {
        int slash = word.lastIndexOf('/') + 1;
        String parent = word.substring(0, slash);
        byte[] prefix = SafeText.unescape(word.substring(slash));
        List<Candidate> found = new ArrayList<>();
        try {
            ImagePath path = ImagePath.parse(parent.startsWith("/") ? parent : directory + "/" + parent);
            Inode inode = new PathResolver(tree).follow(path).inode();
            tree.list(inode, 0, entry -> {
                if (startsWith(entry.name().bytes(), prefix)) {
                    add(found, candidate(path, parent, entry));
                }
                return true;
            });
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    private static void add(List<Candidate> found, Candidate candidate) {
        if (found.size() == LIMIT) {
            found.set(LIMIT - 1, candidate);
        } else {
            found.add(candidate);
        }
    }

    private Candidate candidate(ImagePath parent, String written, DirEntry entry) {
        String name = SafeText.escape(entry.name().bytes());
        String label = leadsToDirectory(parent, entry) ? name + "/" : name;
        return new Candidate(written + label, label);
    }

    private boolean leadsToDirectory(ImagePath parent, DirEntry entry) {
        if (entry.type() != FileType.SYMLINK) {
            return entry.type() == FileType.DIRECTORY;
        }
        try {
            ImagePath path = ImagePath.parse(ImagePath.child(parent.toString(), entry.name()));
            return new PathResolver(tree).follow(path).inode().isDirectory();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }
}
