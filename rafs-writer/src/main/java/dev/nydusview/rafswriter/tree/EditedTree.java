package dev.nydusview.rafswriter.tree;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.IOException;
import java.nio.file.NotLinkException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tree with changes, of which only these are kept. Link counts, blocks and sizes of directories stay as they are: who
 * writes a bootstrap counts them anew. Not safe for concurrent use.
 */
public final class EditedTree implements InodeTree {
    /** First number of new inodes: above those that any bootstrap or overlay of bootstraps has. */
    private static final long FIRST_NEW = 1L << 62;

    private final InodeTree base;
    private final Map<Long, NewInode> created = new HashMap<>();
    private final Map<Long, Long> parents = new HashMap<>();
    private final Map<Long, Inode> attributes = new HashMap<>();
    private final Map<Long, List<Xattr>> xattrs = new HashMap<>();
    private final Map<Long, EditedDirectory> directories = new HashMap<>();

    public EditedTree(InodeTree base) {
        this.base = base;
    }

    /** Adds a file that has no name yet; returns its number. */
    public long create(NewInode file) {
        long number = FIRST_NEW + created.size();
        created.put(number, file);
        attributes.put(number, file.attributes().with(number, file.attributes().nlink()));
        xattrs.put(number, file.xattrs());
        return number;
    }

    /**
     * Gives {@code inode} a name in {@code directory}, in place of what has it. A directory is one that was created, and
     * gets one name.
     */
    public void put(long directory, RawName name, long inode) throws IOException {
        Inode named = inode(inode);
        if (named.isDirectory()) {
            if (!created.containsKey(inode) || parents.putIfAbsent(inode, directory) != null) {
                throw new IllegalArgumentException("directory " + inode + " has a name");
            }
        }
        edited(directory).put(name, inode, named.type());
    }

    /** Takes away the name, and all that is below it; returns whether it was there. */
    public boolean remove(long directory, RawName name) throws IOException {
        return edited(directory).remove(name);
    }

    /** Changes the mode, owner, group and time of an inode. */
    public void setAttributes(long inode, Inode changed) {
        attributes.put(inode, changed.with(inode, changed.nlink()));
    }

    public void setXattrs(long inode, List<Xattr> changed) {
        xattrs.put(inode, changed);
    }

    private EditedDirectory edited(long directory) throws IOException {
        EditedDirectory known = directories.get(directory);
        if (known == null) {
            known = new EditedDirectory();
            if (!created.containsKey(directory)) {
                EditedDirectory read = known;
                base.list(base.inode(directory), 0, entry -> read.read(entry));
            }
            directories.put(directory, known);
        }
        return known;
    }

    /** The entries of a directory of which some are changed. */
    private static final class EditedDirectory {
        private final TreeMap<RawName, DirEntry> entries = new TreeMap<>();
        private @Nullable List<DirEntry> listed;

        boolean read(DirEntry entry) {
            entries.put(entry.name(), entry);
            return true;
        }

        void put(RawName name, long inode, FileType type) {
            entries.put(name, new DirEntry(name, inode, type, 1));
            listed = null;
        }

        boolean remove(RawName name) {
            listed = null;
            return entries.remove(name) != null;
        }

        List<DirEntry> list() {
            if (listed == null) {
                listed = new ArrayList<>(entries.size());
                for (DirEntry entry : entries.values()) {
                    listed.add(new DirEntry(entry.name(), entry.inode(), entry.type(), listed.size() + 1L));
                }
            }
            return listed;
        }
    }

    @Override
    public long root() {
        return base.root();
    }

    @Override
    public Inode inode(long number) throws IOException {
        Inode changed = attributes.get(number);
        return changed == null ? base.inode(number) : changed;
    }

    @Override
    public OptionalLong lookup(Inode directory, RawName name) throws IOException {
        EditedDirectory edited = directories.get(directory.number());
        if (edited == null) {
            return created.containsKey(directory.number()) ? OptionalLong.empty() : base.lookup(directory, name);
        }
        DirEntry entry = edited.entries.get(name);
        return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.inode());
    }

    @Override
    public void list(Inode directory, long position, EntryVisitor visitor) throws IOException {
        EditedDirectory edited = directories.get(directory.number());
        if (edited == null) {
            if (!created.containsKey(directory.number())) {
                base.list(directory, position, visitor);
            }
            return;
        }
        List<DirEntry> entries = edited.list();
        for (long i = Math.max(position, 0); i < entries.size(); i++) {
            if (!visitor.visit(entries.get((int) i))) {
                return;
            }
        }
    }

    @Override
    public Inode child(Inode directory, DirEntry entry) throws IOException {
        long number = entry.inode();
        boolean maybeLinked =
                directories.containsKey(directory.number()) && !inode(number).isDirectory();
        if (maybeLinked || created.containsKey(number)) {
            return inode(number);
        }
        Inode child = base.child(directory, entry);
        return attributes.getOrDefault(number, child);
    }

    @Override
    public long parent(Inode directory) throws IOException {
        Long moved = parents.get(directory.number());
        return moved == null ? base.parent(directory) : moved;
    }

    @Override
    public RawName symlinkTarget(Inode symlink) throws IOException {
        NewInode file = created.get(symlink.number());
        if (file == null) {
            return base.symlinkTarget(symlink);
        }
        if (file.target() == null) {
            throw new NotLinkException("inode " + symlink.number());
        }
        return file.target();
    }

    @Override
    public List<Xattr> xattrs(Inode inode) throws IOException {
        List<Xattr> changed = xattrs.get(inode.number());
        return changed == null ? base.xattrs(inode) : changed;
    }

    @Override
    public List<ChunkRef> chunks(Inode file, long offset, long length) throws IOException {
        return created.containsKey(file.number())
                ? chunkRecords(file, offset, length).stream()
                        .map(ChunkRecord::chunk)
                        .toList()
                : base.chunks(file, offset, length);
    }

    @Override
    public List<ChunkRecord> chunkRecords(Inode file, long offset, long length) throws IOException {
        NewInode own = created.get(file.number());
        if (own == null) {
            return base.chunkRecords(file, offset, length);
        }
        return own.chunks().stream()
                .filter(row -> covers(row.chunk(), offset, length))
                .toList();
    }

    private static boolean covers(ChunkRef chunk, long offset, long length) {
        return chunk.fileOffset() < offset + length && offset < chunk.fileOffset() + chunk.size();
    }
}
