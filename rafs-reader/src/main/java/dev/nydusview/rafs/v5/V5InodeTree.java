package dev.nydusview.rafs.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.bytes.NumberSet;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Superblock;
import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The v5 tree. A record's place in the inode table is its index; the children of a directory have consecutive indexes,
 * sorted by name. The first link of a file has its inode number as its index, further links have indexes of their own.
 *
 * <p>Children have greater indexes than their directory, which they name as their parent: so there is one path to each
 * record, and a walk ends. That, and the order of the names, is verified before a directory is listed, or a name is
 * reported as absent, for the first time; one bit is kept for each directory that passed.
 */
final class V5InodeTree implements InodeTree {
    private final Bytes bootstrap;
    private final Bytes inodeTable;
    private final Superblock superblock;
    private final int blobCount;
    private final NumberSet valid = new NumberSet();

    V5InodeTree(Bytes bootstrap, Bytes inodeTable, Superblock superblock, int blobCount) {
        this.bootstrap = bootstrap;
        this.inodeTable = inodeTable;
        this.superblock = superblock;
        this.blobCount = blobCount;
    }

    /** Distinguishes a layout from before the first release from a corrupt image. */
    void requireKnownInodes() throws RafsFormatException, UnsupportedFeatureException {
        if (entries() > 0 && record(root()).isOfOldLayout()) {
            throw new UnsupportedFeatureException(
                    "the inodes of this v5 bootstrap have an older layout, which no released"
                            + " builder writes and which is not supported: build the image again");
        }
    }

    @Override
    public long root() {
        return superblock.rootInode();
    }

    @Override
    public Inode inode(long number) throws RafsFormatException {
        Inode inode = record(number).toInode();
        if (inode.number() != number) {
            throw new RafsFormatException(
                    "v5 inode", inode.offset(), "has number " + inode.number() + " where " + number + " is expected");
        }
        if (number == root() && !inode.isDirectory()) {
            throw new RafsFormatException(
                    "v5 inode", inode.offset(), "is the root, but not a directory: it is a " + inode.type());
        }
        return inode;
    }

    @Override
    public OptionalLong lookup(Inode directory, RawName name) throws IOException {
        Children children = children(directory);
        long low = children.first;
        long high = children.end - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            V5Record record = record(middle);
            int order = record.compareName(name);
            if (order == 0) {
                long number = childNumber(directory, record, middle);
                return OptionalLong.of(child(number, record.type()).number());
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        requireValid(directory);
        return OptionalLong.empty();
    }

    @Override
    public void list(Inode directory, long position, EntryVisitor visitor) throws IOException {
        Children children = children(directory);
        requireValid(directory);
        long count = children.end - children.first;
        for (long i = Math.max(position, 0); i < count; i++) {
            long index = children.first + i;
            V5Record record = record(index);
            DirEntry entry = new DirEntry(record.name(), childNumber(directory, record, index), record.type(), i + 1);
            if (!visitor.visit(entry)) {
                return;
            }
        }
    }

    @Override
    public Inode child(Inode directory, DirEntry entry) throws IOException {
        return child(entry.inode(), entry.type());
    }

    /** A further link is of the same type as the first, hence never leads to a directory. */
    private Inode child(long number, FileType type) throws RafsFormatException {
        Inode child = inode(number);
        if (child.type() != type) {
            throw new RafsFormatException(
                    "v5 inode", child.offset(), "is a " + child.type() + ", but its directory entry says " + type);
        }
        return child;
    }

    @Override
    public long parent(Inode directory) throws IOException {
        return directory.number() == root() ? root() : new V5Record(bootstrap, directory.offset()).parent();
    }

    @Override
    public RawName symlinkTarget(Inode symlink) throws IOException {
        if (symlink.type() != FileType.SYMLINK) {
            throw new NotLinkException("inode " + symlink.number());
        }
        return new V5Record(bootstrap, symlink.offset()).symlinkTarget();
    }

    @Override
    public Digest digest(Inode inode) throws IOException {
        return new V5Record(bootstrap, inode.offset()).inode().digest(I_DIGEST);
    }

    @Override
    public List<Xattr> xattrs(Inode inode) throws IOException {
        return V5Xattrs.read(new V5Record(bootstrap, inode.offset()).xattrs());
    }

    @Override
    public List<ChunkRef> chunks(Inode file, long offset, long length) throws IOException {
        long end = Math.min(file.size(), Math.addExact(offset, length));
        return file.isRegular() && offset < end ? fileChunks(file).covering(offset, end) : List.of();
    }

    @Override
    public List<ChunkRecord> chunkRecords(Inode file, long offset, long length) throws IOException {
        long end = Math.min(file.size(), Math.addExact(offset, length));
        return file.isRegular() && offset < end ? fileChunks(file).records(offset, end) : List.of();
    }

    private V5Chunks fileChunks(Inode file) throws IOException {
        return new V5Chunks(file, new V5Record(bootstrap, file.offset()), superblock.chunkSize(), blobCount);
    }

    private record Children(long first, long end) {}

    private Children children(Inode directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new NotDirectoryException("inode " + directory.number());
        }
        V5Record record = new V5Record(bootstrap, directory.offset());
        long first = record.childIndex();
        long end = first + record.childCount();
        if (first < end && (first <= directory.number() || end - 1 > entries())) {
            throw record.inode()
                    .fault("children " + first + " to " + (end - 1) + " of directory " + directory.number()
                            + " are not after it in a table of " + entries());
        }
        return new Children(first, end);
    }

    /**
     * Requires that names can be found by bisection, that types are right, and that all children belong to {@code
     * directory} alone.
     */
    private void requireValid(Inode directory) throws IOException {
        if (valid.contains(directory.number())) {
            return;
        }
        Children children = children(directory);
        RawName before = null;
        for (long index = children.first; index < children.end; index++) {
            V5Record record = record(index);
            requireType(record, childNumber(directory, record, index), index);
            RawName name = record.name();
            if (before != null && name.compareTo(before) <= 0) {
                throw record.inode().fault("has a name that sorts before the previous one");
            }
            before = name;
        }
        valid.add(directory.number());
    }

    /** Requires that a further link, which lists with the type of its own record, has the type of the first one. */
    private void requireType(V5Record record, long number, long index) throws RafsFormatException {
        if (number != index && record(number).type() != record.type()) {
            throw record.inode()
                    .fault("is listed as a " + record.type() + ", but its inode " + number + " is a "
                            + record(number).type());
        }
    }

    /** Returns the number of the child at {@code index}: its own index, except for further links of a file. */
    private long childNumber(Inode directory, V5Record record, long index) throws RafsFormatException {
        long number = record.number();
        if (number != index && (number < 1 || number > entries() || record.type() == FileType.DIRECTORY)) {
            throw record.inode().fault("inode number " + number + " at index " + index);
        }
        if (record.parent() != directory.number()) {
            throw record.inode()
                    .fault("is listed in directory " + directory.number() + " but belongs to " + record.parent());
        }
        return number;
    }

    private long entries() {
        return inodeTable.length() / INODE_TABLE_ENTRY_SIZE;
    }

    private V5Record record(long index) throws RafsFormatException {
        if (index < 1 || index > entries()) {
            throw inodeTable.fault("no inode " + index + " in a table of " + entries());
        }
        long value = inodeTable.u32((index - 1) * INODE_TABLE_ENTRY_SIZE);
        if (value <= MIN_INODE_TABLE_VALUE || value >= MAX_INODE_TABLE_VALUE) {
            throw inodeTable.fault("entry " + index + " is 0x" + Long.toHexString(value));
        }
        return new V5Record(bootstrap, value * ALIGNMENT);
    }
}
