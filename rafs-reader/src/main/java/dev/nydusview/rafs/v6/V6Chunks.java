package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.bytes.ChunkInfo;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one regular file: an address of 8 bytes each, whatever chunk size the inode itself gives, which is for
 * the kernel; and the digest of each from the chunk table.
 */
final class V6Chunks {
    private final Inode file;
    private final Bytes addresses;
    private final V6ChunkTable digests;
    private final int chunkSize;
    private final int blockSize;
    private final List<BlobInfo> blobs;

    V6Chunks(Inode file, V6Record record, V6ChunkTable digests, int chunkSize, int blockSize, List<BlobInfo> blobs)
            throws RafsFormatException {
        this.file = file;
        this.digests = digests;
        this.chunkSize = chunkSize;
        this.blockSize = blockSize;
        this.blobs = blobs;
        this.addresses = record.chunkAddresses((file.size() - 1) / chunkSize + 1);
    }

    /** Receives chunks, each with its row of the chunk table; null for one in a tar, which has none. */
    @FunctionalInterface
    private interface Visitor {
        void visit(ChunkRef chunk, @Nullable Bytes row) throws RafsFormatException;
    }

    List<ChunkRef> covering(long offset, long end) throws RafsFormatException {
        List<ChunkRef> chunks = new ArrayList<>();
        visit(offset, end, (chunk, row) -> chunks.add(chunk));
        return chunks;
    }

    List<ChunkRecord> records(long offset, long end) throws RafsFormatException {
        List<ChunkRecord> records = new ArrayList<>();
        visit(offset, end, (chunk, row) -> {
            records.add(
                    row == null
                            ? new ChunkRecord(chunk, chunk.uncompressedOffset(), chunk.size(), Set.of(), 0)
                            : ChunkInfo.record(chunk, row));
        });
        return records;
    }

    private void visit(long offset, long end, Visitor visitor) throws RafsFormatException {
        for (long i = offset / chunkSize; i * chunkSize < end; i++) {
            visit(i, visitor);
        }
    }

    private void visit(long number, Visitor visitor) throws RafsFormatException {
        Bytes address = addresses.at("v6 chunk address", number * CHUNK_ADDR_SIZE, CHUNK_ADDR_SIZE);
        int high = address.u16(CA_INDEX_HIGH_AND_DEVICE);
        int blobIndex = (high & 0xff) - 1;
        if (blobIndex < 0 || blobIndex >= blobs.size()) {
            throw address.fault("device " + (high & 0xff) + " of " + blobs.size());
        }
        int index = (high >>> 8) << 16 | address.u16(CA_INDEX_LOW);
        long uncompressedOffset = address.u32(CA_BLKADDR) * blockSize;
        int size = (int) Math.min(chunkSize, file.size() - number * chunkSize);
        BlobInfo blob = blobs.get(blobIndex);
        if (blob.has(BlobFeature.TARFS)) {
            visitor.visit(tarChunk(blobIndex, index, number, size, uncompressedOffset), null);
            return;
        }
        Bytes row = digests.row(blobIndex, index);
        Digest digest = digest(row, uncompressedOffset, size);
        ChunkLocation stored = blob.hasChunkIndex() ? null : stored(row);
        visitor.visit(
                new ChunkRef(blobIndex, index, number * chunkSize, size, uncompressedOffset, digest, stored), row);
    }

    /** Returns the location in the chunk table, which has those of chunks that are stored alone; null for others. */
    private static @Nullable ChunkLocation stored(Bytes row) throws RafsFormatException {
        int flags = row.i32(ChunkInfoLayout.FLAGS);
        if ((flags & ~(ChunkInfoLayout.FLAG_COMPRESSED | ChunkInfoLayout.FLAG_HAS_CRC32)) != 0) {
            return null;
        }
        long offset = row.i64(ChunkInfoLayout.COMPRESSED_OFFSET);
        long size = row.u32(ChunkInfoLayout.COMPRESSED_SIZE);
        if (offset < 0
                || offset >= BlobInfo.MAX_COMPRESSED_SIZE
                || size == 0
                || size > ChunkInfoLayout.MAX_STORED_SIZE) {
            throw row.fault("has " + size + " stored bytes at 0x" + Long.toHexString(offset));
        }
        return new ChunkLocation(offset, (int) size, (flags & ChunkInfoLayout.FLAG_COMPRESSED) != 0);
    }

    /** Returns a chunk that is stored in a tar, for which only a block address is recorded. */
    private ChunkRef tarChunk(int blobIndex, int index, long number, int size, long offset) {
        ChunkLocation stored = new ChunkLocation(offset, size, false);
        return new ChunkRef(blobIndex, index, number * chunkSize, size, offset, Digest.ZERO, stored);
    }

    private static Digest digest(Bytes row, long uncompressedOffset, int size) throws RafsFormatException {
        if (row.i64(ChunkInfoLayout.UNCOMPRESSED_OFFSET) != uncompressedOffset
                || row.u32(ChunkInfoLayout.UNCOMPRESSED_SIZE) != size) {
            throw row.fault("describes a chunk of " + row.u32(ChunkInfoLayout.UNCOMPRESSED_SIZE) + " bytes at 0x"
                    + Long.toHexString(row.i64(ChunkInfoLayout.UNCOMPRESSED_OFFSET)) + ", not of " + size
                    + " bytes at 0x" + Long.toHexString(uncompressedOffset));
        }
        return row.digest(ChunkInfoLayout.BLOCK_ID);
    }
}
