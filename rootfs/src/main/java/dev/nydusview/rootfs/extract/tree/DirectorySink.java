package dev.nydusview.rootfs.extract.tree;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Handle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.FileType;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rootfs.extract.Content;
import dev.nydusview.rootfs.extract.Entry;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Omissions.Kind;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes into a directory, from which nothing that an image says leads out. */
public final class DirectorySink implements Sink {
    /*
     * Containment. Every entry is made in an open directory by its plain name, by calls that neither follow a symbolic
     * link nor replace what is there; a directory is opened without following right after it was made. The place of a
     * hard link's first name is walked to from the top in the same way. So no path is ever resolved through something
     * that the image has put there.
     *
     * Privacy. The top and each new directory are for their owner only until they are complete. So nobody else can
     * reach or change what is being written, and a set-user-ID program of an image is of no use to others before the
     * top is opened up, which is the last act of all. A directory that its owner may not search or write gets its mode
     * at the end, because hard links may have to pass through it.
     */

    private final DirectoryHandle top;
    private final Attributes attributes;
    private final FileWriter writer = new FileWriter();
    private final Deque<DirectoryHandle> open = new ArrayDeque<>();
    private final Deque<Restricted> restricted = new ArrayDeque<>();

    private record Restricted(TreePath path, int mode) {}

    /**
     * Writes into {@code directory}, which exists and is empty.
     *
     * @param everything whether what the system refuses is a failure; else it is left out and counted, and the owner
     *     is whoever runs this
     */
    public DirectorySink(Posix posix, Path directory, boolean everything) throws IOException {
        this.attributes = new Attributes(posix, everything);
        this.top = DirectoryHandle.open(posix, directory);
        try {
            top.permissions(Attributes.OWNER_ALL);
        } catch (PosixException e) {
            top.close();
            throw e;
        }
    }

    @Override
    public void enter(Entry directory) throws IOException {
        open.push(directory.path().isRoot() ? top : here().makeDirectory(name(directory)));
    }

    @Override
    public void leave(Entry directory) throws IOException {
        DirectoryHandle done = open.peek();
        attributes.apply(directory, through(done));
        done.mtime(directory.inode().mtime(), directory.inode().mtimeNanos());
        int mode = attributes.mode(directory);
        if (directory.path().isRoot() || (mode & Attributes.OWNER_ALL) != Attributes.OWNER_ALL) {
            restricted.add(new Restricted(directory.path(), mode));
        } else {
            done.permissions(mode);
        }
        open.pop();
        if (done != top) {
            done.close();
        }
    }

    @Override
    public void file(Entry file, Content content) throws IOException {
        try (FileHandle handle = here().makeFile(name(file))) {
            writer.write(handle, content);
            attributes.apply(file, through(handle));
            handle.permissions(attributes.mode(file));
            handle.mtime(file.inode().mtime(), file.inode().mtimeNanos());
        }
    }

    @Override
    public void symlink(Entry symlink, RawName target) throws IOException {
        here().makeSymlink(name(symlink), target.bytes());
        attributes.apply(symlink, byName(symlink));
        mtime(symlink);
    }

    @Override
    public boolean special(Entry special) throws IOException {
        Inode inode = special.inode();
        Kind kind = inode.type() == FileType.SOCKET ? Kind.SOCKET : Kind.DEVICE;
        int mode = inode.type().bits() | Attributes.OWNER_ALL;
        if (!attributes.attempt(kind, special.path(), () -> here().makeSpecial(name(special), mode, inode.rdev()))) {
            return false;
        }
        attributes.apply(special, byName(special));
        here().permissions(name(special), attributes.mode(special));
        mtime(special);
        return true;
    }

    @Override
    public void link(Entry link, TreePath first) throws IOException {
        try (DirectoryHandle place = parent(first)) {
            here().link(name(link), place, first.name().bytes());
        }
    }

    @Override
    public void finish() throws IOException {
        for (Restricted directory : restricted) {
            if (directory.path.isRoot()) {
                top.permissions(directory.mode);
            } else {
                try (DirectoryHandle place = parent(directory.path)) {
                    place.permissions(directory.path.name().bytes(), directory.mode);
                }
            }
        }
    }

    @Override
    public boolean writesHoles() {
        return false;
    }

    @Override
    public Omissions omissions() {
        return attributes.omissions();
    }

    @Override
    public void close() {
        open.forEach(DirectoryHandle::close);
        if (!open.contains(top)) {
            top.close();
        }
    }

    private DirectoryHandle here() {
        return open.element();
    }

    private static byte[] name(Entry entry) {
        return entry.path().name().bytes();
    }

    /** The directory that {@code path} is in, walked to from the top without following links. */
    private DirectoryHandle parent(TreePath path) throws PosixException {
        DirectoryHandle at = top.same();
        for (RawName name : path.parentNames()) {
            try (DirectoryHandle before = at) {
                at = before.directory(name.bytes());
            }
        }
        return at;
    }

    private void mtime(Entry entry) throws PosixException {
        here().mtime(name(entry), entry.inode().mtime(), entry.inode().mtimeNanos());
    }

    private static Attributes.Target through(Handle handle) {
        return new Attributes.Target() {
            @Override
            public void owner(long uid, long gid) throws PosixException {
                handle.owner(uid, gid);
            }

            @Override
            public void xattr(byte[] name, byte[] value) throws PosixException {
                handle.xattr(name, value);
            }
        };
    }

    private Attributes.Target byName(Entry entry) {
        DirectoryHandle directory = here();
        return new Attributes.Target() {
            @Override
            public void owner(long uid, long gid) throws PosixException {
                directory.owner(name(entry), uid, gid);
            }

            @Override
            public void xattr(byte[] name, byte[] value) throws PosixException {
                directory.xattr(name(entry), name, value);
            }
        };
    }
}
