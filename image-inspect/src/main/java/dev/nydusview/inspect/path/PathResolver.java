package dev.nydusview.inspect.path;

import dev.nydusview.rafs.FileType;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RawName;
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

    /** The inode at {@code path}; a symbolic link as its last component is followed. */
    public Inode follow(ImagePath path) throws IOException {
        return resolve(path, true);
    }

    /** The inode at {@code path}, which may be a symbolic link. */
    public Inode noFollow(ImagePath path) throws IOException {
        return resolve(path, path.directory());
    }

    private Inode resolve(ImagePath path, boolean followLast) throws IOException {
        Deque<RawName> pending = new ArrayDeque<>(path.names());
        Inode at = tree.inode(tree.root());
        int links = 0;
        while (!pending.isEmpty()) {
            requireDirectory(at, path);
            Inode next = step(at, pending.pop(), path);
            if (next.type() != FileType.SYMLINK || (pending.isEmpty() && !followLast)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new NoSuchPathException(path, "too many levels of symbolic links");
            }
            byte[] target = tree.symlinkTarget(next).bytes();
            if (target[0] == '/') {
                at = tree.inode(tree.root());
            }
            pushAll(ImagePath.of(target).names(), pending);
        }
        if (path.directory()) {
            requireDirectory(at, path);
        }
        return at;
    }

    private Inode step(Inode directory, RawName name, ImagePath path) throws IOException {
        if (name.equals(HERE)) {
            return directory;
        }
        if (name.equals(UP)) {
            return tree.inode(tree.parent(directory));
        }
        OptionalLong found = tree.lookup(directory, name);
        if (found.isEmpty()) {
            throw new NoSuchPathException(path, "no such file or directory in the image; `ls` shows what there is");
        }
        return tree.inode(found.getAsLong());
    }

    private static void requireDirectory(Inode inode, ImagePath path) throws IOException {
        if (!inode.isDirectory()) {
            throw new NoSuchPathException(path, "a component of the path is not a directory");
        }
    }

    private static void pushAll(List<RawName> names, Deque<RawName> pending) {
        for (int i = names.size() - 1; i >= 0; i--) {
            pending.push(names.get(i));
        }
    }
}
