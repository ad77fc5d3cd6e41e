package dev.nydusview.scan.profile;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The chunks of an image that profiles name, and all that it has, in the order in which scanners come by. */
final class ProfiledChunks {
    /** Limit of listed chunks: those of a blob of one TiB. */
    private static final int MAX_CHUNKS = 1 << 20;

    private final InodeTree tree;
    private final int chunkSize;
    private final List<List<Rule.Matcher>> profiles = new ArrayList<>();
    private final List<List<ChunkRef>> byRule = new ArrayList<>();
    private int count;

    private ProfiledChunks(RafsImage image, List<Profile> chosen) {
        this.tree = image.tree();
        this.chunkSize = image.superblock().chunkSize();
        for (Profile profile : chosen) {
            profiles.add(profile.rules().stream().map(Rule::matcher).toList());
            profile.rules().forEach(rule -> byRule.add(new ArrayList<>()));
        }
    }

    /** Returns the chunks that {@code profiles} select in {@code image}, those of the first rules first. */
    static List<ChunkRef> of(RafsImage image, List<Profile> profiles) {
        ProfiledChunks wanted = new ProfiledChunks(image, profiles);
        TreeWalk.readable(image.tree(), wanted::visit);
        return wanted.byRule.stream().flatMap(List::stream).toList();
    }

    private boolean visit(EntryPath path, Inode inode) {
        if (inode.isRegular() && inode.size() > 0) {
            String text = text(path);
            int rule = 0;
            for (List<Rule.Matcher> profile : profiles) {
                visit(text, inode, profile, rule);
                rule += profile.size();
            }
        }
        return count < MAX_CHUNKS;
    }

    /** Adds the chunks that the first matching rule of a profile wants. */
    private void visit(String path, Inode file, List<Rule.Matcher> rules, int first) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(path, file)) {
                List<ChunkRef> chunks = chunks(file, rules.get(i).part());
                count += chunks.size();
                byRule.get(first + i).addAll(chunks);
                return;
            }
        }
    }

    private List<ChunkRef> chunks(Inode file, FilePart part) {
        long last = (file.size() - 1) / chunkSize * chunkSize;
        List<ChunkRef> chunks = new ArrayList<>();
        try {
            switch (part) {
                case FIRST -> chunks.addAll(tree.chunks(file, 0, 1));
                case LAST -> chunks.addAll(tree.chunks(file, last, 1));
                case ENDS -> {
                    chunks.addAll(tree.chunks(file, 0, 1));
                    if (last > 0) {
                        chunks.addAll(tree.chunks(file, last, 1));
                    }
                }
                case WHOLE -> chunks.addAll(tree.chunks(file, 0, Math.min(file.size(), (long) MAX_CHUNKS * chunkSize)));
            }
        } catch (IOException e) {
            // A scanner that reads the file will get the failure.
        }
        return chunks;
    }

    private static String text(EntryPath path) {
        return path.names().stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
