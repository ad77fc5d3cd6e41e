package dev.nydusview.inspect.path;

import dev.nydusview.inspect.NotInImageException;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.walk.EntryPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** Finds inodes by path. Symbolic links never lead out of the image: an absolute target starts at its root. */
public final class PathResolver {
    /** As many links as Linux follows in one path. */
    private static final int MAX_LINKS = 40;

    private static final RawName HERE = RawName.of(".");
    private static final RawName UP = RawName.of("..");

    private final InodeTree tree;

    public PathResolver(InodeTree tree) {
        this.tree = tree;
    }

    /** What is at {@code path}; a symbolic link as its last component is followed. */
    public Located follow(ImagePath path) throws IOException {
        return resolve(path, true);
    }

    /** What is at {@code path}, which may be a symbolic link. */
    public Located noFollow(ImagePath path) throws IOException {
        return resolve(path, path.directory());
    }

    private Located resolve(ImagePath path, boolean followLast) throws IOException {
        Deque<RawName> pending = new ArrayDeque<>(path.names());
        Located at = root();
        int links = 0;
        while (!pending.isEmpty()) {
            requireDirectory(at.inode(), path);
            Located next = step(at, pending.pop(), path);
            if (next.inode().type() != FileType.SYMLINK || (pending.isEmpty() && !followLast)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new NotInImageException(path + ": too many levels of symbolic links");
            }
            byte[] target = tree.symlinkTarget(next.inode()).bytes();
            if (target[0] == '/') {
                at = root();
            }
            pushAll(ImagePath.of(target).names(), pending);
        }
        if (path.directory()) {
            requireDirectory(at.inode(), path);
        }
        return at;
    }

    private Located root() throws IOException {
        return new Located(EntryPath.ROOT, tree.inode(tree.root()), tree.root());
    }

    private Located step(Located directory, RawName name, ImagePath path) throws IOException {
        if (name.equals(HERE)) {
            return directory;
        }
        if (name.equals(UP)) {
            Inode parent = tree.inode(directory.parent());
            return new Located(directory.path().parent(), parent, tree.parent(parent));
        }
        OptionalLong found = tree.lookup(directory.inode(), name);
        if (found.isEmpty()) {
            throw new NotInImageException(path + ": no such file or directory in the image; `ls` lists the files");
        }
        Inode inode = tree.inode(found.getAsLong());
        return new Located(
                directory.path().child(name), inode, directory.inode().number());
    }

    private static void requireDirectory(Inode inode, ImagePath path) throws IOException {
        if (!inode.isDirectory()) {
            throw new NotInImageException(path + ": a component of the path is not a directory");
        }
    }

    private static void pushAll(List<RawName> names, Deque<RawName> pending) {
        for (int i = names.size() - 1; i >= 0; i--) {
            pending.push(names.get(i));
        }
    }
}
