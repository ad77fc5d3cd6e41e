package dev.nydusview.rafs.model;

/** The inodes that the builder wants fetched early, decoded when asked for. */
@FunctionalInterface
public interface PrefetchTable {
    /** A table without inodes. */
    PrefetchTable EMPTY = () -> new long[0];

    /** Inode numbers in table order. */
    long[] inodes() throws RafsFormatException;
}
