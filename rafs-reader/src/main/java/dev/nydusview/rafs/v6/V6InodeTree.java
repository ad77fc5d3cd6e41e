package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.E_MODE;
import static dev.nydusview.rafs.layout.V6Layout.SLOT_SIZE;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.bytes.NumberSet;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Superblock;
import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The v6 tree. An inode number is a nid, from which the place of the inode follows.
 *
 * <p>A directory is only entered from the one that its ".." names, which must have a single entry for it: so there is
 * one path to it, and a walk ends, whatever nids a hostile image puts into its entries. That, the order of its names,
 * and that their types are those of their inodes, is verified before a directory is listed, or a name is reported as
 * absent, for the first time; one bit is kept for each directory that passed.
 */
final class V6InodeTree implements InodeTree {
    private static final RawName DOT = V6Directory.DOT;
    private static final RawName DOT_DOT = V6Directory.DOT_DOT;

    private final Bytes bootstrap;
    private final long metaOffset;
    private final Superblock superblock;
    private final V6ChunkTable chunkTable;
    private final List<BlobInfo> blobs;
    private final NumberSet valid = new NumberSet();

    /** The directory that a name was looked up in last, as most of the next ones are. */
    private volatile @Nullable Searched searched;

    V6InodeTree(
            Bytes bootstrap, long metaOffset, Superblock superblock, V6ChunkTable chunkTable, List<BlobInfo> blobs) {
        this.bootstrap = bootstrap;
        this.metaOffset = metaOffset;
        this.superblock = superblock;
        this.chunkTable = chunkTable;
        this.blobs = blobs;
    }

    @Override
    public long root() {
        return superblock.rootInode();
    }

    @Override
    public Inode inode(long number) throws RafsFormatException {
        if (number < 0 || number > bootstrap.length() / SLOT_SIZE) {
            throw new RafsFormatException("no inode " + number + " in a bootstrap of " + bootstrap.length() + " bytes");
        }
        Inode inode = record(metaOffset + number * SLOT_SIZE).toInode(number);
        if (number == root() && !inode.isDirectory()) {
            throw new RafsFormatException(
                    "v6 inode", inode.offset(), "is the root, but not a directory: it is a " + inode.type());
        }
        return inode;
    }

    @Override
    public void inode(long number, EntryBuffer into) throws RafsFormatException {
        if (number == root() || number < 0 || number > bootstrap.length() / SLOT_SIZE) {
            into.attributes(inode(number));
        } else {
            V6Record.decode(bootstrap, metaOffset + number * SLOT_SIZE, number, into);
        }
    }

    @Override
    public OptionalLong lookup(Inode directory, RawName name) throws IOException {
        V6Directory blocks = directory(directory);
        long entry = blocks.find(name.bytes(), name.length());
        if (entry < 0) {
            requireValid(directory.number());
        }
        if (entry < 0 || V6Directory.dots(name.bytes(), name.length()) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                child(directory.number(), DirBlock.nid(bootstrap, entry), DirBlock.type(bootstrap, entry))
                        .number());
    }

    @Override
    public boolean lookup(long directory, EntryBuffer into) throws IOException {
        long entry = searched(directory).find(into.name(), into.nameLength());
        if (entry < 0) {
            requireValid(directory);
        }
        if (entry < 0 || V6Directory.dots(into.name(), into.nameLength()) > 0) {
            return false;
        }
        long nid = DirBlock.nid(bootstrap, entry);
        FileType type = DirBlock.type(bootstrap, entry);
        inode(nid, into);
        if (into.isDirectory() || (type != null && type != into.type())) {
            child(directory, nid, type); // which requires that it belongs here
        }
        return true;
    }

    @Override
    public void list(Inode directory, long position, EntryVisitor visitor) throws IOException {
        V6Directory blocks = directory(directory);
        requireValid(directory.number());
        for (V6Directory.Entry entry = blocks.at(position); entry != null; entry = blocks.after(entry)) {
            RawName name = entry.block().name(entry.index());
            if (name.equals(DOT) || name.equals(DOT_DOT)) {
                continue;
            }
            NameRules.check(name, "v6 directory block", entry.block().start());
            if (!visitor.visit(new DirEntry(name, nid(entry), type(directory, entry), entry.next()))) {
                return;
            }
        }
    }

    @Override
    public void list(Inode directory, long position, EntryBuffer entry, BufferVisitor visitor) throws IOException {
        V6Directory blocks = directory(directory);
        requireValid(directory.number());
        blocks.visit(position, (block, index, next) -> {
            int length = block.name(index, entry.name());
            if (length == 0 || length > entry.name().length) {
                NameRules.check(block.name(index), "v6 directory block", block.start());
            }
            if (V6Directory.dots(entry.name(), length) > 0) {
                return true;
            }
            NameRules.check(entry.name(), length, "v6 directory block", block.start());
            long nid = block.nid(index);
            FileType type = block.type(index);
            entry.entry(
                    length,
                    nid,
                    type == null ? child(directory.number(), nid, null).type() : type,
                    next);
            decode(directory.number(), entry);
            return visitor.visit(entry);
        });
    }

    /** Decodes the inode of an entry as {@link #child} does, or leaves it undecoded. */
    private void decode(long directory, EntryBuffer entry) {
        FileType type = entry.type();
        try {
            inode(entry.number(), entry);
            if (type != entry.type()) {
                entry.unknown(type);
            } else if (type == FileType.DIRECTORY) {
                child(directory, entry.number(), type);
            }
        } catch (IOException e) {
            entry.unknown(type); // one corrupt inode must not hide its neighbours
        }
    }

    private static long nid(V6Directory.Entry entry) throws RafsFormatException {
        return entry.block().nid(entry.index());
    }

    private FileType type(Inode directory, V6Directory.Entry entry) throws IOException {
        FileType type = entry.block().type(entry.index());
        return type == null ? child(directory.number(), nid(entry), null).type() : type;
    }

    @Override
    public Inode child(Inode directory, DirEntry entry) throws IOException {
        return child(directory.number(), entry.inode(), entry.type());
    }

    /** The inode {@code nid}, if an entry of {@code directory} may name it and call it a {@code type}. */
    private Inode child(long directory, long nid, @Nullable FileType type) throws IOException {
        Inode child = inode(nid);
        if (type != null && type != child.type()) {
            throw new RafsFormatException(
                    "v6 inode", child.offset(), "is a " + child.type() + ", but its directory entry says " + type);
        }
        if (child.isDirectory() && (child.number() == root() || parent(child) != directory)) {
            throw new RafsFormatException(
                    "v6 inode",
                    child.offset(),
                    "directory is entered from inode " + directory + " but belongs to inode " + parent(child));
        }
        if (child.isDirectory()) {
            requireValid(directory);
        }
        return child;
    }

    /** Throws unless names can be found by halving, types are right, and no two entries lead into one directory. */
    private void requireValid(long directory) throws IOException {
        if (!valid.contains(directory)) {
            directory(inode(directory)).verify(directory, this::typeOf);
            valid.add(directory);
        }
    }

    /** Reads the mode alone, which stands at the same place in both forms of an inode: this is asked of every entry. */
    private @Nullable FileType typeOf(long nid) {
        if (nid < 0 || nid > bootstrap.length() / SLOT_SIZE) {
            return null;
        }
        try {
            return FileType.ofMode(bootstrap.u16(metaOffset + nid * SLOT_SIZE + E_MODE));
        } catch (RafsFormatException e) {
            return null;
        }
    }

    @Override
    public long parent(Inode directory) throws IOException {
        V6Directory blocks = directory(directory);
        long entry = blocks.find(DOT_DOT.bytes(), DOT_DOT.length());
        if (entry < 0) {
            throw new RafsFormatException("v6 inode", directory.offset(), "directory has no \"..\"");
        }
        return DirBlock.nid(bootstrap, entry);
    }

    @Override
    public RawName symlinkTarget(Inode symlink) throws IOException {
        if (symlink.type() != FileType.SYMLINK) {
            throw new NotLinkException("inode " + symlink.number());
        }
        if (symlink.size() == 0 || symlink.size() > NameRules.MAX_SYMLINK) {
            throw new RafsFormatException(
                    "v6 inode", symlink.offset(), "symlink target of " + symlink.size() + " bytes");
        }
        V6Record record = record(symlink.offset());
        ByteBuffer target = ByteBuffer.allocate((int) symlink.size());
        for (long i = 0; i < record.blocks(); i++) {
            Bytes block = record.block("v6 symlink", i);
            target.put(block.copy(0, (int) block.length()));
        }
        byte[] bytes = upToNul(target.array());
        if (bytes.length == 0) {
            throw new RafsFormatException("v6 inode", symlink.offset(), "symlink target begins with a NUL");
        }
        return RawName.of(bytes);
    }

    /** Builders of tarfs images misplace long targets; the kernel's own reader stops at the NUL then, too. */
    private static byte[] upToNul(byte[] target) {
        int length = 0;
        while (length < target.length && target[length] != 0) {
            length++;
        }
        return Arrays.copyOf(target, length);
    }

    @Override
    public List<Xattr> xattrs(Inode inode) throws IOException {
        return V6Xattrs.read(record(inode.offset()).xattrs());
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

    private V6Chunks fileChunks(Inode file) throws IOException {
        V6Record record = record(file.offset());
        return new V6Chunks(file, record, chunkTable, superblock.chunkSize(), superblock.blockSize(), blobs);
    }

    private record Searched(long number, V6Directory directory) {}

    private V6Directory searched(long number) throws IOException {
        Searched last = searched;
        if (last == null || last.number != number) {
            last = new Searched(number, directory(inode(number)));
            searched = last;
        }
        return last.directory;
    }

    private V6Directory directory(Inode inode) throws IOException {
        if (!inode.isDirectory()) {
            throw new NotDirectoryException("inode " + inode.number());
        }
        return new V6Directory(record(inode.offset()));
    }

    private V6Record record(long offset) throws RafsFormatException {
        return new V6Record(bootstrap, offset, superblock.blockSize());
    }
}
