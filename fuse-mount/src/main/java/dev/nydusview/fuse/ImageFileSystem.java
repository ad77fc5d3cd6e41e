package dev.nydusview.fuse;

import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.PendingRead;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a read-only file system by inode number, as in the kernel's protocol. Independent of paths and
 * engines. Safe for concurrent use.
 *
 * <p>A listing starts with "." and "..", at offsets 1 and 2; the offset of an entry is where the listing continues
 * after it.
 */
public final class ImageFileSystem {
    /** Attribute whose value is such as {@code 0:42}, in a namespace in which those of links can be read, too. */
    private static final byte[] OWNER = "security.nydusview.owner".getBytes(StandardCharsets.US_ASCII);

    /** Offset of a listing after "." and "..". */
    public static final int DOTS = 2;

    private static final long STATFS_BLOCK = 4096;

    private final InodeTree tree;
    private final FileReader files;
    private final AccessListener listener;
    private final ServeOptions options;
    private final ContainedLinks links;
    private final FailedReads failedReads = new FailedReads();
    private final OperationCounts counts = new OperationCounts();
    private final FileSystemStats stats;
    private final int chunkSize;

    public ImageFileSystem(RafsImage image, FileReader files, AccessListener listener, ServeOptions options) {
        this.tree = image.tree();
        this.files = files;
        this.listener = listener;
        this.options = options;
        this.links = new ContainedLinks(tree);
        long bytes =
                image.blobs().stream().mapToLong(BlobInfo::uncompressedSize).sum();
        this.chunkSize = image.superblock().chunkSize();
        long inodes = image.superblock().inodesCount();
        this.stats = new FileSystemStats(STATFS_BLOCK, bytes / STATFS_BLOCK, inodes, NameRules.MAX_NAME);
    }

    /** Receives the entries of a directory. */
    @FunctionalInterface
    public interface DirectoryFiller {
        /** Takes an entry; returns whether there is room for more. The listing continues at {@code offset}. */
        boolean add(RawName name, long inode, FileType type, long offset) throws IOException;
    }

    /** Receives the regular files of a directory. */
    @FunctionalInterface
    public interface SiblingVisitor {
        /** Takes a file; returns whether to go on. The listing goes on at {@code offset}. */
        boolean visit(Inode file, long offset);
    }

    /** Returns how it is to be served. */
    public ServeOptions options() {
        return options;
    }

    /** Counts of what is asked of it; an engine counts the requests. */
    public OperationCounts counts() {
        return counts;
    }

    /** Returns the bytes in the largest chunk. */
    public int chunkSize() {
        return chunkSize;
    }

    public long root() {
        return tree.root();
    }

    public Inode getattr(long number) throws IOException {
        return tree.inode(number);
    }

    /** Decodes the attributes of an inode. */
    public void getattr(long number, EntryBuffer into) throws IOException {
        tree.inode(number, into);
    }

    /** Looks up the name that {@code into} has, and decodes the attributes of its inode; returns whether there is one. */
    public boolean lookup(long directory, EntryBuffer into) throws IOException {
        return tree.lookup(directory, into);
    }

    /** Returns the inode number of {@code name} in a directory. */
    public long lookup(long directory, RawName name) throws IOException {
        OptionalLong found = tree.lookup(tree.inode(directory), name);
        if (found.isEmpty()) {
            throw new NoSuchFileException(name.toString());
        }
        return found.getAsLong();
    }

    /** Lists a directory from {@code offset} on: 0, or the offset of the entry to continue after. */
    public void readdir(long number, long offset, DirectoryFiller filler) throws IOException {
        Inode directory = tree.inode(number);
        if (offset < 1 && !filler.add(RawName.DOT, number, FileType.DIRECTORY, 1)) {
            return;
        }
        if (offset < DOTS && !filler.add(RawName.DOT_DOT, tree.parent(directory), FileType.DIRECTORY, DOTS)) {
            return;
        }
        tree.list(
                directory,
                Math.max(offset - DOTS, 0),
                entry -> filler.add(entry.name(), entry.inode(), entry.type(), entry.next() + DOTS));
    }

    /**
     * Lists like {@link #readdir}, with attributes: for an engine that can tell the kernel of them before it asks. Those of
     * ".", "..", of a corrupt inode and of one that does not belong here are not decoded, as a look-up tells.
     *
     * @param entry memory for each entry in turn; its offset in the listing is {@link #offset}
     */
    public void readdirplus(long number, long offset, EntryBuffer entry, InodeTree.BufferVisitor filler)
            throws IOException {
        Inode directory = tree.inode(number);
        if (offset < 1 && !filler.visit(dots(entry, RawName.DOT, number, 1))) {
            return;
        }
        if (offset < DOTS && !filler.visit(dots(entry, RawName.DOT_DOT, tree.parent(directory), DOTS))) {
            return;
        }
        tree.list(directory, Math.max(offset - DOTS, 0), entry, filler);
    }

    private static EntryBuffer dots(EntryBuffer entry, RawName name, long number, int offset) {
        entry.entry(new DirEntry(name, number, FileType.DIRECTORY, offset - DOTS));
        return entry;
    }

    /** Returns the offset at which a listing goes on after an entry. */
    public static long offset(EntryBuffer entry) {
        return entry.next() + DOTS;
    }

    private @Nullable Inode child(Inode directory, DirEntry entry) {
        try {
            return tree.child(directory, entry);
        } catch (IOException e) {
            return null; // one corrupt inode must not hide its neighbours
        }
    }

    /** Returns the name of the entry at whose {@code offset}, as of a listing, the listing goes on after it. */
    public RawName nameAt(long number, long offset) throws IOException {
        RawName[] name = new RawName[1];
        tree.list(tree.inode(number), offset - DOTS - 1, entry -> {
            name[0] = entry.name();
            return false;
        });
        if (name[0] == null) {
            throw new NoSuchFileException("offset " + offset);
        }
        return name[0];
    }

    /** Visits the regular files that follow after {@code offset} in a directory, as far as they can be decoded. */
    public void siblings(long number, long offset, SiblingVisitor visitor) throws IOException {
        Inode directory = tree.inode(number);
        tree.list(directory, offset - DOTS, entry -> {
            Inode inode = entry.type() == FileType.REGULAR ? child(directory, entry) : null;
            return inode == null || visitor.visit(inode, entry.next() + DOTS);
        });
    }

    /**
     * Returns the target of the symbolic link {@code number}: byte for byte, unless links are to be contained and this
     * one leads out. The kernel follows it.
     *
     * @param directory the names on the way from the root to the link's directory
     */
    public RawName readlink(long number, List<RawName> directory) throws IOException {
        RawName target = tree.symlinkTarget(tree.inode(number));
        return options.containLinks() ? links.contained(directory, target) : target;
    }

    /** Reports metadata that the engine had to refuse to {@code caller} to the listener, see {@link ErrnoMapping}. */
    public void failed(Caller caller, Throwable cause) {
        counts.failed(cause);
        listener.failed(caller, cause);
    }

    /** Reports the longest path of a listing to the listener. */
    public void listed(Caller caller, int bytes) {
        listener.listed(caller, bytes);
    }

    /** Opens a regular file for reading. */
    public OpenFile open(long number, Caller caller) throws IOException {
        return finish(startOpen(number, caller));
    }

    /** Begins to open a regular file, and does not wait for what must be fetched. */
    public FileOpen startOpen(long number, Caller caller) throws IOException {
        Inode inode;
        try {
            inode = tree.inode(number);
            if (inode.isDirectory()) {
                throw new ErrnoException(Errno.EISDIR, caller.path() + " is a directory");
            }
        } catch (IOException | RuntimeException e) {
            failed(caller, e);
            throw e;
        }
        OpenFile file = new OpenFile(inode, listener.opened(inode, caller));
        if (inode.size() > options.verifyOnOpen()) {
            return new FileOpen(file, null);
        }
        try {
            return new FileOpen(file, files.startVerify(inode, file.listener()));
        } catch (IOException | RuntimeException | Error e) {
            refused(file, e);
            throw e;
        }
    }

    /** Waits until a file is open. */
    public OpenFile finish(FileOpen open) throws IOException {
        PendingRead verification = open.verification();
        try {
            if (verification != null) {
                verification.await();
            }
            return open.file();
        } catch (IOException | RuntimeException | Error e) {
            refused(open.file(), e);
            throw e;
        }
    }

    private void refused(OpenFile file, Throwable cause) {
        counts.failed(cause);
        file.listener().failed(0, file.inode().size(), cause);
        file.listener().closed();
    }

    /** Closes {@code file}, of which no reads may be under way. */
    public void close(OpenFile file) {
        file.listener().closed();
    }

    /**
     * Fills {@code target} from {@code offset} on, for a process that waits for it.
     *
     * @return bytes read, fewer than there is room for only at the end of the file
     */
    public int read(OpenFile file, long offset, ByteBuffer target) throws IOException {
        return read(file, offset, target, true);
    }

    /** Reads for the page cache of the kernel, which may read ahead of any process. */
    public int readForCache(OpenFile file, long offset, ByteBuffer target) throws IOException {
        return read(file, offset, target, false);
    }

    private int read(OpenFile file, long offset, ByteBuffer target, boolean wanted) throws IOException {
        int count = tryRead(file, offset, target.remaining(), target);
        return count >= 0 ? count : finish(start(file, offset, target.remaining(), wanted), target);
    }

    /**
     * Begins to read {@code length} bytes, or up to the end of the file, and does not wait for what must be fetched.
     *
     * @param wanted whether a process waits for all of it, rather than the page cache of the kernel
     */
    public FileRead start(OpenFile file, long offset, int length, boolean wanted) throws IOException {
        try {
            return new FileRead(file, offset, wanted, files.start(file.inode(), offset, length, file.listener()));
        } catch (IOException | RuntimeException | Error e) {
            failed(file, offset, Math.min(length, file.inode().size() - offset), wanted, e);
            throw e;
        }
    }

    /**
     * Waits for the bytes of a read, and writes them to {@code target}.
     *
     * @return the bytes written
     */
    public int finish(FileRead read, ByteBuffer target) throws IOException {
        OpenFile file = read.file();
        int start = target.position();
        try {
            int count = read.pending().finish(target);
            counts.read(count, System.nanoTime() - read.begun());
            file.listener().read(read.offset(), target.slice(start, count).asReadOnlyBuffer());
            return count;
        } catch (IOException | RuntimeException | Error e) {
            failed(file, read.offset(), read.pending().length(), read.wanted(), e);
            throw e;
        }
    }

    /**
     * Reads as {@link #start} and {@link #finish} do, if all bytes are at hand.
     *
     * @return bytes read; -1 if the read must be started, or fails, and then the position of {@code target} stays
     */
    public int tryRead(OpenFile file, long offset, int length, ByteBuffer target) {
        int start = target.position();
        long begun = System.nanoTime();
        try {
            int count = files.tryRead(file.inode(), offset, length, target, file.listener());
            if (count >= 0) {
                counts.read(count, System.nanoTime() - begun);
                file.listener().read(offset, target.slice(start, count).asReadOnlyBuffer());
            }
            return count;
        } catch (IOException | RuntimeException e) {
            target.position(start);
            return -1;
        }
    }

    /** Reports a read that the engine could not answer to the listener. */
    public void failed(FileRead read, Throwable cause) {
        failed(read.file(), read.offset(), read.pending().length(), read.wanted(), cause);
    }

    private void failed(OpenFile file, long offset, long length, boolean wanted, Throwable cause) {
        if (wanted || failedReads.isWanted(file.inode().number(), offset, length)) {
            counts.failed(cause);
            file.listener().failed(offset, length, cause);
        } else {
            file.listener().failedAhead(offset, length, cause);
        }
    }

    /** Begins to read the first {@code length} bytes of each of {@code regular}, of which no listener is told. */
    public List<PendingRead> startHeads(List<Inode> regular, int length) throws IOException {
        return files.start(regular, length);
    }

    /** Reads as {@link #startHeads} does, if all bytes are at hand; false if they are not. */
    public boolean tryReadHead(Inode regular, int length, ByteBuffer target) {
        try {
            return files.tryRead(regular, 0, length, target, ChunkObserver.NONE) >= 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Notes that the kernel was given the first {@code bytes} of a file that nobody has asked for. */
    public void storedAhead(Inode file, int bytes) {
        counts.storedAhead(bytes);
        listener.storedAhead(file, bytes);
    }

    /** Lists the names of all extended attributes, each with a NUL behind it. */
    public byte[] listxattr(long number) throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Xattr xattr : tree.xattrs(tree.inode(number))) {
            names.writeBytes(xattr.name().bytes());
            names.write(0);
        }
        return names.toByteArray();
    }

    /**
     * Returns the value of one extended attribute. Each file has {@link #OWNER} beside those of the image: it is not
     * listed, and tells processes of a user namespace the owner of the file.
     */
    public byte[] getxattr(long number, byte[] name) throws IOException {
        if (Arrays.equals(name, OWNER)) {
            Inode inode = tree.inode(number);
            return (inode.uid() + ":" + inode.gid()).getBytes(StandardCharsets.US_ASCII);
        }
        for (Xattr xattr : tree.xattrs(tree.inode(number))) {
            if (Arrays.equals(xattr.name().bytes(), name)) {
                return xattr.value();
            }
        }
        throw new ErrnoException(Errno.ENODATA, "no such extended attribute");
    }

    public FileSystemStats statfs() {
        return stats;
    }
}
