package dev.nydusview.rafs.v5;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.bytes.ChunkInfo;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.ArrayList;
import java.util.List;

/** The chunk records of one regular file. */
final class V5Chunks {
    private final Inode file;
    private final Bytes records;
    private final long count;
    private final boolean holes;
    private final int chunkSize;
    private final int blobCount;

    V5Chunks(Inode file, V5Record record, int chunkSize, int blobCount) throws RafsFormatException {
        this.file = file;
        this.records = record.chunks(CHUNK_INFO_SIZE);
        this.count = record.childCount();
        this.holes = record.hasHoles();
        this.chunkSize = chunkSize;
        this.blobCount = blobCount;
        long full = (file.size() + chunkSize - 1) / chunkSize;
        if (holes ? count > full : count != full) {
            throw record.inode().fault(count + " chunks do not add up to a file of " + file.size() + " bytes");
        }
    }

    /** Receives chunks, each with its 80 bytes. */
    @FunctionalInterface
    private interface Visitor {
        void visit(ChunkRef chunk, Bytes info) throws RafsFormatException;
    }

    List<ChunkRef> covering(long offset, long end) throws RafsFormatException, UnsupportedFeatureException {
        List<ChunkRef> chunks = new ArrayList<>();
        visit(offset, end, (chunk, info) -> chunks.add(chunk));
        return chunks;
    }

    List<ChunkRecord> records(long offset, long end) throws RafsFormatException, UnsupportedFeatureException {
        List<ChunkRecord> records = new ArrayList<>();
        visit(offset, end, (chunk, info) -> records.add(ChunkInfo.record(chunk, info)));
        return records;
    }

    private void visit(long offset, long end, Visitor visitor) throws RafsFormatException, UnsupportedFeatureException {
        long previousEnd = 0;
        for (long i = holes ? firstBehind(offset) : offset / chunkSize; i < count; i++) {
            if (!holes && i * chunkSize >= end) {
                break;
            }
            // With holes only the record behind the range shows that the range has no more chunks: its place has to be
            // valid.
            Bytes info = place(i);
            long start = info.i64(FILE_OFFSET);
            if (start < previousEnd) {
                throw info.fault("chunk overlaps the one before it");
            }
            if (start >= end) {
                break;
            }
            previousEnd = start + info.u32(UNCOMPRESSED_SIZE);
            if (previousEnd > offset) {
                visitor.visit(chunk(info), info);
            }
        }
    }

    /** The first chunk that ends behind {@code offset}, by halving: only among holes it cannot be calculated. */
    private long firstBehind(long offset) throws RafsFormatException {
        long low = 0;
        long high = count;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Bytes info = place(middle);
            if (info.i64(FILE_OFFSET) + info.u32(UNCOMPRESSED_SIZE) > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns a record of which the place in the file is valid. */
    private Bytes place(long index) throws RafsFormatException {
        Bytes info = records.at("v5 chunk record", index * CHUNK_INFO_SIZE, CHUNK_INFO_SIZE);
        checkPlace(info, index, info.i64(FILE_OFFSET), info.u32(UNCOMPRESSED_SIZE));
        return info;
    }

    private ChunkRef chunk(Bytes info) throws RafsFormatException, UnsupportedFeatureException {
        return new ChunkRef(
                blobIndex(info),
                chunkIndex(info),
                info.i64(FILE_OFFSET),
                info.i32(UNCOMPRESSED_SIZE),
                bounded(info, UNCOMPRESSED_OFFSET, BlobInfo.MAX_UNCOMPRESSED_SIZE),
                info.digest(BLOCK_ID),
                location(info));
    }

    /**
     * Checks the place of a chunk: without holes every chunk except the last is full; with holes a chunk may be
     * anywhere within the file.
     */
    private void checkPlace(Bytes info, long index, long fileOffset, long size) throws RafsFormatException {
        long expectedOffset = index * chunkSize;
        boolean fits = holes
                ? fileOffset >= 0 && size > 0 && size <= chunkSize && fileOffset <= file.size() - size
                : fileOffset == expectedOffset && size == Math.min(chunkSize, file.size() - expectedOffset);
        if (!fits) {
            throw info.fault("chunk " + index + " with " + size + " bytes at file offset " + fileOffset
                    + " is not part of a file of " + file.size() + " bytes");
        }
    }

    private int blobIndex(Bytes info) throws RafsFormatException {
        long index = info.u32(BLOB_INDEX);
        if (index >= blobCount) {
            throw info.fault("blob index " + index + " of " + blobCount);
        }
        return (int) index;
    }

    private static int chunkIndex(Bytes info) throws RafsFormatException {
        long index = info.u32(INDEX);
        if (index >= BlobInfo.MAX_CHUNK_COUNT) {
            throw info.fault("chunk index " + index + " exceeds 24 bits");
        }
        return (int) index;
    }

    private static ChunkLocation location(Bytes info) throws RafsFormatException, UnsupportedFeatureException {
        int flags = info.i32(FLAGS);
        if ((flags & (FLAG_ENCRYPTED | FLAG_BATCH | FLAG_HOLE)) != 0) {
            throw new UnsupportedFeatureException("v5 chunk flags 0x" + Integer.toHexString(flags) + " at offset 0x"
                    + Long.toHexString(info.start()) + " are not supported");
        }
        return new ChunkLocation(
                bounded(info, COMPRESSED_OFFSET, BlobInfo.MAX_COMPRESSED_SIZE),
                (int) bounded(
                        info.at("stored size", COMPRESSED_SIZE, Integer.BYTES).u32(0), info),
                (flags & FLAG_COMPRESSED) != 0);
    }

    private static long bounded(long storedSize, Bytes info) throws RafsFormatException {
        if (storedSize == 0 || storedSize > MAX_STORED_SIZE) {
            throw info.fault("stored chunk size " + storedSize);
        }
        return storedSize;
    }

    private static long bounded(Bytes info, int field, long limit) throws RafsFormatException {
        long value = info.i64(field);
        if (value < 0 || value >= limit) {
            throw info.fault("chunk offset 0x" + Long.toHexString(value) + " is out of range");
        }
        return value;
    }
}
