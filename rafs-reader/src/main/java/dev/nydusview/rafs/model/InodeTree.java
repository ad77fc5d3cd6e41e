package dev.nydusview.rafs.model;

import dev.nydusview.base.UnsupportedFeatureException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The metadata of an image, by inode number. Safe for concurrent use; every call decodes from the bootstrap again.
 *
 * <p>All methods throw {@link RafsFormatException} if the bootstrap is corrupt and {@link UnsupportedFeatureException}
 * if it needs a feature that this reader does not support.
 */
public interface InodeTree {
    /** Number of the root directory's inode. */
    long root();

    /** Returns the inode with that number; corrupt if there is none, as numbers only come from the tree itself. */
    Inode inode(long number) throws IOException;

    /** The inode number that {@code name} has in {@code directory}; empty if it has none. */
    OptionalLong lookup(Inode directory, RawName name) throws IOException;

    /**
     * Visits the entries of {@code directory} in order of their unsigned bytes, without "." and "..". Of an entry's
     * inode only the type is compared, so that a corrupt inode does not hide others; {@link #child} decodes it.
     *
     * @param position 0 for the first, else the {@link DirEntry#next} of the previous entry
     */
    void list(Inode directory, long position, EntryVisitor visitor) throws IOException;

    /** The inode of an entry of {@code directory}; corrupt unless it belongs there, so that a walk of a tree ends. */
    Inode child(Inode directory, DirEntry entry) throws IOException;

    /** Decodes an inode like {@link #inode}, without an object for it where that can be done. */
    default void inode(long number, EntryBuffer into) throws IOException {
        into.attributes(inode(number));
    }

    /**
     * Looks up the name that {@code into} has, like {@link #lookup}, and decodes its inode.
     *
     * @param into memory whose attributes are lost if the name is not found
     * @return whether there is one
     */
    default boolean lookup(long directory, EntryBuffer into) throws IOException {
        OptionalLong found = lookup(inode(directory), into.rawName());
        if (found.isPresent()) {
            inode(found.getAsLong(), into);
        }
        return found.isPresent();
    }

    /**
     * Visits the entries of {@code directory} like {@link #list}, each with its inode as {@link #child} has it, if that can
     * be decoded.
     *
     * @param entry memory for each in turn
     */
    default void list(Inode directory, long position, EntryBuffer entry, BufferVisitor visitor) throws IOException {
        list(directory, position, one -> {
            entry.entry(one);
            try {
                entry.attributes(child(directory, one));
            } catch (IOException e) {
                entry.unknown(one.type()); // one corrupt inode must not hide its neighbours
            }
            return visitor.visit(entry);
        });
    }

    /** Number of the parent of {@code directory}; the root's is the root. */
    long parent(Inode directory) throws IOException;

    /** Reads the target of {@code symlink}: 1 to 4096 bytes. */
    RawName symlinkTarget(Inode symlink) throws IOException;

    /**
     * Returns the digest that the bootstrap records for the contents of a file or directory; zero if the format has
     * none (v6).
     */
    default Digest digest(Inode inode) throws IOException {
        return Digest.ZERO;
    }

    /** Reads all extended attributes, in disk order. */
    List<Xattr> xattrs(Inode inode) throws IOException;

    /**
     * The chunks that hold bytes {@code offset} to {@code offset + length} of {@code file}, in file order. Parts
     * that no chunk covers are holes and read as zeros.
     */
    List<ChunkRef> chunks(Inode file, long offset, long length) throws IOException;

    /** Reads the bootstrap's records of the same chunks: one for each of {@link #chunks}. */
    List<ChunkRecord> chunkRecords(Inode file, long offset, long length) throws IOException;

    /** Receives directory entries with their inodes. */
    @FunctionalInterface
    interface BufferVisitor {
        /** Takes an entry, whose memory the next one gets; returns whether to go on. */
        boolean visit(EntryBuffer entry) throws IOException;
    }

    /** Receives directory entries. */
    @FunctionalInterface
    interface EntryVisitor {
        /** Takes an entry; returns whether to continue. */
        boolean visit(DirEntry entry) throws IOException;
    }
}
