package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.attributes.AttributeTarget;
import dev.nydusview.rootfs.extract.FileContent;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/** Writes into a directory, out of which no name or link of the image leads. */
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
     *
     * Whole files. A file gets its name when all of it has been written; before that it has a name of its own in the top,
     * which is removed on failure, and which a killed process leaves behind. On a file system without hard links a file
     * has its name from the beginning, and is removed on failure.
     */

    private static final int RANDOM_BYTES = 8;

    private final DirectoryHandle top;
    private final byte[] unfinished;
    private final boolean linkable;
    private final ExtractedAttributes attributes;
    private final FileWriter writer = new FileWriter();
    private final Deque<DirectoryHandle> open = new ArrayDeque<>();
    private final Deque<Restricted> restricted = new ArrayDeque<>();

    private record Restricted(EntryPath path, int mode) {}

    /**
     * Writes into {@code directory}, which exists and is empty.
     *
     * @param everything whether a refusal of the system is a failure; otherwise refused attributes are left out and
     *     counted, and files belong to the user of this process
     */
    public DirectorySink(Posix posix, Path directory, boolean everything) throws IOException {
        this.attributes = new ExtractedAttributes(posix, everything);
        this.top = DirectoryHandle.open(posix, directory);
        try {
            top.permissions(ExtractedAttributes.OWNER_ALL);
            this.unfinished = unfinishedName();
            this.linkable = linkable();
        } catch (PosixException e) {
            top.close();
            throw e;
        }
    }

    @Override
    public void enter(TreeEntry directory) throws IOException {
        open.push(directory.path().isRoot() ? top : here().makeDirectory(name(directory)));
    }

    @Override
    public void leave(TreeEntry directory) throws IOException {
        DirectoryHandle done = open.element();
        attributes.applyAllButMode(directory, AttributeTarget.of(done));
        done.mtime(directory.inode().mtime(), directory.inode().mtimeNanos());
        int mode = attributes.mode(directory);
        if (directory.path().isRoot() || (mode & ExtractedAttributes.OWNER_ALL) != ExtractedAttributes.OWNER_ALL) {
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
    public void file(TreeEntry file, FileContent content) throws IOException {
        if (!linkable) {
            write(here(), name(file), file, content);
            return;
        }
        write(top, unfinished, file, content);
        try {
            here().link(name(file), top, unfinished);
        } finally {
            top.removeFile(unfinished);
        }
    }

    /** Makes a file, and removes it again if it cannot be written whole. */
    private void write(DirectoryHandle place, byte[] name, TreeEntry file, FileContent content) throws IOException {
        FileHandle made = place.makeFile(name);
        try (FileHandle handle = made) {
            writer.write(handle, content);
            attributes.apply(file, AttributeTarget.of(handle));
            handle.mtime(file.inode().mtime(), file.inode().mtimeNanos());
        } catch (IOException | RuntimeException | Error e) {
            try {
                place.removeFile(name);
            } catch (PosixException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** Returns a name that no image can have reckoned with. */
    private static byte[] unfinishedName() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return (".nydusview-unfinished-" + HexFormat.of().formatHex(random)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Tests whether the file system has hard links. */
    private boolean linkable() throws PosixException {
        byte[] second =
                (new String(unfinished, StandardCharsets.US_ASCII) + "-link").getBytes(StandardCharsets.US_ASCII);
        top.makeFile(unfinished).close();
        try {
            top.link(second, top, unfinished);
            top.removeFile(second);
            return true;
        } catch (PosixException e) {
            return false;
        } finally {
            top.removeFile(unfinished);
        }
    }

    @Override
    public void symlink(TreeEntry symlink, RawName target) throws IOException {
        here().makeSymlink(name(symlink), target.bytes());
        attributes.applyAllButMode(symlink, byName(symlink));
        mtime(symlink);
    }

    @Override
    public boolean special(TreeEntry special) throws IOException {
        Inode inode = special.inode();
        Omission omission = inode.type() == FileType.SOCKET ? Omission.SOCKET : Omission.SPECIAL;
        int mode = inode.type().bits() | ExtractedAttributes.OWNER_ALL;
        if (!attributes.attempt(
                omission, special.path(), () -> here().makeSpecial(name(special), mode, inode.rdev()))) {
            return false;
        }
        attributes.apply(special, byName(special));
        mtime(special);
        return true;
    }

    @Override
    public void link(TreeEntry link, EntryPath first) throws IOException {
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

    private static byte[] name(TreeEntry entry) {
        return entry.path().name().bytes();
    }

    /** Opens the directory that {@code path} is in, walked to from the top without following links. */
    private DirectoryHandle parent(EntryPath path) throws PosixException {
        DirectoryHandle at = top.same();
        for (RawName name : path.parent().names()) {
            try (DirectoryHandle before = at) {
                at = before.directory(name.bytes());
            }
        }
        return at;
    }

    private void mtime(TreeEntry entry) throws PosixException {
        here().mtime(name(entry), entry.inode().mtime(), entry.inode().mtimeNanos());
    }

    private AttributeTarget byName(TreeEntry entry) {
        return AttributeTarget.of(here(), entry.path().name());
    }
}
