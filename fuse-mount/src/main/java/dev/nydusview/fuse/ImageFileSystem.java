package dev.nydusview.fuse;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.FileType;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.NameRules;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.rafs.chunk.FileReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a read-only file system by inode number, as the kernel protocol has them. Knows no path and no
 * engine. Safe for concurrent use.
 *
 * <p>A listing starts with "." and "..", at offsets 1 and 2; an entry's offset is where the listing goes on after it.
 */
public final class ImageFileSystem {
    private static final RawName DOT = RawName.of(".");
    private static final RawName DOT_DOT = RawName.of("..");
    private static final int DOTS = 2;
    private static final long STATFS_BLOCK = 4096;

    private final InodeTree tree;
    private final FileReader files;
    private final ReadLedger ledger;
    private final FileSystemStats stats;

    public ImageFileSystem(RafsImage image, FileReader files, ReadLedger ledger) {
        this.tree = image.tree();
        this.files = files;
        this.ledger = ledger;
        long bytes =
                image.blobs().stream().mapToLong(BlobInfo::uncompressedSize).sum();
        long inodes = image.superblock().inodesCount();
        this.stats = new FileSystemStats(STATFS_BLOCK, bytes / STATFS_BLOCK, inodes, NameRules.MAX_NAME);
    }

    /** Receives the entries of a directory. */
    @FunctionalInterface
    public interface DirectoryFiller {
        /** Takes an entry; returns whether there is room for more. {@code offset} is where to go on after it. */
        boolean add(RawName name, long inode, FileType type, long offset) throws IOException;
    }

    /** Receives the entries of a directory with their attributes. */
    @FunctionalInterface
    public interface DirectoryPlusFiller {
        /** As {@link DirectoryFiller#add}; {@code inode} is null if it is corrupt, which a lookup of it will say. */
        boolean add(RawName name, @Nullable Inode inode, long offset) throws IOException;
    }

    public long root() {
        return tree.root();
    }

    public Inode getattr(long number) throws IOException {
        return tree.inode(number);
    }

    /** The inode number of {@code name} in a directory. */
    public long lookup(long directory, RawName name) throws IOException {
        OptionalLong found = tree.lookup(tree.inode(directory), name);
        if (found.isEmpty()) {
            throw new NoSuchFileException(name.toString());
        }
        return found.getAsLong();
    }

    /** Lists a directory from {@code offset} on: 0, or the offset of the entry to go on after. */
    public void readdir(long number, long offset, DirectoryFiller filler) throws IOException {
        Inode directory = tree.inode(number);
        if (offset < 1 && !filler.add(DOT, number, FileType.DIRECTORY, 1)) {
            return;
        }
        if (offset < DOTS && !filler.add(DOT_DOT, tree.parent(directory), FileType.DIRECTORY, DOTS)) {
            return;
        }
        tree.list(
                directory,
                Math.max(offset - DOTS, 0),
                entry -> filler.add(entry.name(), entry.inode(), entry.type(), entry.next() + DOTS));
    }

    /** As {@link #readdir}, for an engine that can tell the kernel attributes before it asks for them. */
    public void readdirplus(long number, long offset, DirectoryPlusFiller filler) throws IOException {
        readdir(number, offset, (name, inode, type, next) -> filler.add(name, decodable(inode), next));
    }

    private @Nullable Inode decodable(long number) {
        try {
            return tree.inode(number);
        } catch (IOException e) {
            return null; // one corrupt inode must not hide its neighbours
        }
    }

    /** What a symbolic link points at, byte for byte: following it is the kernel's business. */
    public RawName readlink(long number) throws IOException {
        return tree.symlinkTarget(tree.inode(number));
    }

    /** Enters in the ledger that the engine had to refuse {@code caller} metadata, as {@link ErrnoMapping} tells. */
    public void failed(Caller caller, Throwable cause) {
        ledger.failed(caller, ReadLedger.NO_OFFSET, cause);
    }

    /** Opens a regular file for reading and enters that in the ledger. */
    public OpenFile open(long number, Caller caller) throws IOException {
        try {
            Inode inode = tree.inode(number);
            if (inode.isDirectory()) {
                throw new ErrnoException(Errno.EISDIR, caller.path() + " is a directory");
            }
            ledger.opened(number, caller);
            return new OpenFile(inode, caller);
        } catch (IOException | RuntimeException e) {
            ledger.failed(caller, ReadLedger.NO_OFFSET, e);
            throw e;
        }
    }

    /**
     * Fills {@code target} from {@code offset} on.
     *
     * @return bytes read, fewer than there is room for only at the end of the file
     */
    public int read(OpenFile file, long offset, ByteBuffer target) throws IOException {
        try {
            int count = files.read(file.inode(), offset, target);
            ledger.read(count);
            return count;
        } catch (IOException | RuntimeException | Error e) {
            ledger.failed(file.caller(), offset, e);
            throw e;
        }
    }

    /** The names of all extended attributes, each with a NUL behind it. */
    public byte[] listxattr(long number) throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Xattr xattr : tree.xattrs(tree.inode(number))) {
            names.writeBytes(xattr.name().bytes());
            names.write(0);
        }
        return names.toByteArray();
    }

    /** The value of one extended attribute. */
    public byte[] getxattr(long number, byte[] name) throws IOException {
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
