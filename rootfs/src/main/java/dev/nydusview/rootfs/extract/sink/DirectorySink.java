package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.attributes.AttributeTarget;
import dev.nydusview.rootfs.extract.EarlierChunks;
import dev.nydusview.rootfs.extract.FileContent;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.TreeEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * Whole files. A file gets its name when all of it has been written; before that it is in the directory of the
     * unfinished extraction, and stays there on failure. On a file system without hard links a file has its name from the
     * beginning, and is removed on failure.
     */

    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};
    private static final byte[] PROBE_LINK = {'l', 'i', 'n', 'k'};

    private final DirectoryHandle top;
    private final UnfinishedExtraction unfinished;
    private final boolean linkable;
    private final ExtractedAttributes attributes;
    private final FileWriter writer = new FileWriter();
    private final Deque<DirectoryHandle> open = new ArrayDeque<>();
    private final Deque<Restricted> restricted = new ArrayDeque<>();
    private @Nullable Inode root;

    private record Restricted(EntryPath path, int mode) {}

    /**
     * Writes into {@code directory}, which exists and is empty, or goes on where an extraction of the same image into it
     * {@linkplain UnfinishedExtraction#image has ended early}.
     *
     * @param image name of the image, not more than 4096 bytes
     * @param names of what is extracted, in the root
     * @param everything whether a refusal of the system is a failure; otherwise refused attributes are left out and
     *     counted, and files belong to the user of this process
     */
    public DirectorySink(
            Posix posix, Path directory, boolean everything, String image, UnfinishedExtraction.Names names)
            throws IOException {
        this.attributes = new ExtractedAttributes(posix, everything);
        this.top = DirectoryHandle.open(posix, directory);
        try {
            this.unfinished = UnfinishedExtraction.open(posix, top, image, names);
        } catch (IOException | RuntimeException | Error e) {
            top.close();
            throw e;
        }
        try {
            top.permissions(ExtractedAttributes.OWNER_ALL);
            this.linkable = linkable();
        } catch (PosixException e) {
            close();
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
        if (directory.path().isRoot()) {
            root = directory.inode();
        } else {
            done.mtime(directory.inode().mtime(), directory.inode().mtimeNanos());
        }
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
            writeOrRemove(file, content);
        } else {
            byte[] written = UnfinishedExtraction.nameOf(file.inode());
            write(unfinished.place(), written, file, content);
            here().link(name(file), unfinished.place(), written);
            unfinished.place().removeFile(written);
        }
        EarlierTree earlier = unfinished.earlier();
        if (earlier != null) {
            earlier.forget(file.path(), file.inode());
        }
    }

    private void writeOrRemove(TreeEntry file, FileContent content) throws IOException {
        try {
            write(here(), name(file), file, content);
        } catch (IOException | RuntimeException | Error e) {
            try {
                here().removeFile(name(file));
            } catch (PosixException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void write(DirectoryHandle place, byte[] name, TreeEntry file, FileContent content) throws IOException {
        try (FileHandle handle = place.makeFile(name)) {
            writer.write(handle, content);
            attributes.apply(file, AttributeTarget.of(handle));
            handle.mtime(file.inode().mtime(), file.inode().mtimeNanos());
        }
    }

    /** Tests whether the file system has hard links. */
    private boolean linkable() throws PosixException {
        DirectoryHandle place = unfinished.place();
        TreeRemoval.remove(place, PROBE); // of an extraction that was killed here
        TreeRemoval.remove(place, PROBE_LINK);
        place.makeFile(PROBE).close();
        try {
            place.link(PROBE_LINK, place, PROBE);
            place.removeFile(PROBE_LINK);
            return true;
        } catch (PosixException e) {
            return false;
        } finally {
            place.removeFile(PROBE);
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
                unfinished.remove();
                top.mtime(root().mtime(), root().mtimeNanos());
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
        unfinished.close();
        open.forEach(DirectoryHandle::close);
        if (!open.contains(top)) {
            top.close();
        }
    }

    /** Returns the files of the extraction that goes on; empty if this one is the first. */
    public Optional<EarlierChunks.Files> earlier() {
        return Optional.ofNullable(unfinished.earlier());
    }

    private Inode root() {
        return Objects.requireNonNull(root);
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
