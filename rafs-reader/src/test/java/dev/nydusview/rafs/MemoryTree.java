package dev.nydusview.rafs;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A tree of shapes that no builder writes: it returns unchecked what was put into it, in the same order. */
public final class MemoryTree implements InodeTree {
    public static final long ROOT = 1;

    private final Map<Long, Inode> inodes = new HashMap<>();
    private final Map<Long, List<DirEntry>> entries = new HashMap<>();
    private final Map<Long, RawName> targets = new HashMap<>();
    private final Map<Long, List<Xattr>> xattrs = new HashMap<>();
    private final Map<Long, List<ChunkRef>> chunks = new HashMap<>();
    private final Set<Long> unreadable = new HashSet<>();
    private final Set<Long> unlisted = new HashSet<>();

    public MemoryTree() {
        inodes.put(ROOT, inode(ROOT, FileType.DIRECTORY, 0755, 1, 0, 0, 0));
    }

    private static Inode inode(long number, FileType type, int mode, long nlink, long size, long mtime, int nanos) {
        return new Inode(number, 0, type, type.bits() | mode, 0, 0, nlink, size, 0, mtime, nanos, 0);
    }

    private long add(long directory, String name, Inode inode) {
        inodes.put(inode.number(), inode);
        List<DirEntry> siblings = entries.computeIfAbsent(directory, unused -> new ArrayList<>());
        RawName raw = RawName.of(name.getBytes(StandardCharsets.ISO_8859_1));
        siblings.add(new DirEntry(raw, inode.number(), inode.type(), siblings.size() + 1));
        return inode.number();
    }

    private long next() {
        return inodes.size() + 1L;
    }

    public long directory(long in, String name) {
        return add(in, name, inode(next(), FileType.DIRECTORY, 0755, 2, 0, 0, 0));
    }

    public long file(long in, String name, long size, List<ChunkRef> data) {
        long number = add(in, name, inode(next(), FileType.REGULAR, 0644, 1, size, 0, 0));
        chunks.put(number, data);
        return number;
    }

    public long file(long in, String name, long mtime, int nanos) {
        return add(in, name, inode(next(), FileType.REGULAR, 04755, 2, 0, mtime, nanos));
    }

    public long symlink(long in, String name, String target) {
        long number = add(in, name, inode(next(), FileType.SYMLINK, 0777, 1, target.length(), 0, 0));
        targets.put(number, RawName.of(target.getBytes(StandardCharsets.ISO_8859_1)));
        return number;
    }

    public long owned(long in, String name, long uid, long gid) {
        long number = next();
        int mode = FileType.REGULAR.bits() | 0600;
        return add(in, name, new Inode(number, 0, FileType.REGULAR, mode, uid, gid, 1, 0, 0, 0, 0, 0));
    }

    public long device(long in, String name, int rdev) {
        long number = next();
        int mode = FileType.CHARACTER_DEVICE.bits();
        return add(in, name, new Inode(number, 0, FileType.CHARACTER_DEVICE, mode, 0, 0, 1, 0, 0, 0, 0, rdev));
    }

    /** Adds a further name for an existing inode. */
    public void link(long in, String name, long number) {
        add(in, name, inodes.get(number));
    }

    public void xattr(long number, String name, byte[] value) {
        xattrs.computeIfAbsent(number, unused -> new ArrayList<>())
                .add(new Xattr(RawName.of(name.getBytes(StandardCharsets.ISO_8859_1)), value));
    }

    /** Makes an inode corrupt, as its directory tells. */
    public void corrupt(long number) {
        unreadable.add(number);
    }

    /** Makes the entries of a directory corrupt from the third one on. */
    public void corruptEntries(long directory) {
        unlisted.add(directory);
    }

    @Override
    public long root() {
        return ROOT;
    }

    @Override
    public Inode inode(long number) {
        return inodes.get(number);
    }

    @Override
    public OptionalLong lookup(Inode directory, RawName name) {
        return entries.getOrDefault(directory.number(), List.of()).stream()
                .filter(entry -> entry.name().equals(name))
                .mapToLong(DirEntry::inode)
                .findFirst();
    }

    @Override
    public void list(Inode directory, long position, EntryVisitor visitor) throws java.io.IOException {
        List<DirEntry> all = entries.getOrDefault(directory.number(), List.of());
        for (DirEntry entry : all.subList((int) position, all.size())) {
            if (entry.next() > 2 && unlisted.contains(directory.number())) {
                throw new RafsFormatException("the entries of inode " + directory.number() + " are corrupt");
            }
            if (!visitor.visit(entry)) {
                return;
            }
        }
    }

    @Override
    public Inode child(Inode directory, DirEntry entry) throws RafsFormatException {
        if (unreadable.contains(entry.inode())) {
            throw new RafsFormatException("inode " + entry.inode() + " is corrupt");
        }
        return inodes.get(entry.inode());
    }

    @Override
    public long parent(Inode directory) {
        return entries.entrySet().stream()
                .filter(siblings -> siblings.getValue().stream().anyMatch(entry -> entry.inode() == directory.number()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(ROOT);
    }

    @Override
    public RawName symlinkTarget(Inode symlink) {
        return targets.get(symlink.number());
    }

    @Override
    public List<Xattr> xattrs(Inode inode) {
        return xattrs.getOrDefault(inode.number(), List.of());
    }

    @Override
    public List<ChunkRecord> chunkRecords(Inode file, long offset, long length) {
        return List.of();
    }

    @Override
    public List<ChunkRef> chunks(Inode file, long offset, long length) {
        return chunks.getOrDefault(file.number(), List.of()).stream()
                .filter(chunk -> chunk.fileOffset() < offset + length && chunk.fileOffset() + chunk.size() > offset)
                .toList();
    }
}
