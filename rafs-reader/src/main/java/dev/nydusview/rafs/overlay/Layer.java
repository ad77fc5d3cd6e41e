package dev.nydusview.rafs.overlay;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;

/**
 * A layer of the merged image. Its inode numbers, which are below 2^32 in both formats, get its index in the upper
 * half; its blobs come after those of the layers below.
 *
 * @param index 0 for the lowest
 * @param firstBlob index that its first blob has in the merged image
 */
record Layer(int index, InodeTree tree, int firstBlob) {
    private static final int INNER_BITS = 32;
    private static final long INNER_MASK = (1L << INNER_BITS) - 1;

    /** Index of the layer that a number of the merged image belongs to. */
    static long indexOf(long number) {
        return number >>> INNER_BITS;
    }

    /** The number in its layer of a number of the merged image. */
    static long inner(long number) {
        return number & INNER_MASK;
    }

    /** The number in the merged image of a number in this layer. */
    long outer(long inner) {
        return (long) index << INNER_BITS | inner;
    }

    /** The inode as this layer knows it. */
    static Inode inner(Inode outer) {
        return outer.with(inner(outer.number()), outer.nlink());
    }

    /** The inode as the merged image shows it. */
    Inode outer(Inode inner, long nlink) {
        return inner.with(outer(inner.number()), nlink);
    }

    ChunkRef outer(ChunkRef chunk) {
        return inBlob(chunk, chunk.blobIndex() + firstBlob);
    }

    ChunkRecord outer(ChunkRecord record) {
        return new ChunkRecord(
                outer(record.chunk()), record.storedOffset(), record.storedSize(), record.flags(), record.crc32());
    }

    static ChunkRef inBlob(ChunkRef chunk, int blobIndex) {
        return new ChunkRef(
                blobIndex,
                chunk.index(),
                chunk.fileOffset(),
                chunk.size(),
                chunk.uncompressedOffset(),
                chunk.digest(),
                chunk.stored());
    }
}
