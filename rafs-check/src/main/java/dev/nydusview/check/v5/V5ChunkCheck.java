package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;
import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.LocationSupplier;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.layout.V5Layout;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.v5.V5Record;

/** Checks the chunk records of every file, first each by itself, then records of the same chunk against each other. */
final class V5ChunkCheck {
    private static final int KNOWN_FLAGS = FLAG_COMPRESSED | FLAG_HAS_CRC32;

    private final V5Index index;
    private final RafsImage image;
    private final Findings findings;
    private final V5ChunkSet set;

    V5ChunkCheck(V5Index index, RafsImage image, Findings findings) {
        this.index = index;
        this.image = image;
        this.findings = findings;
        this.set = new V5ChunkSet(index, image.blobs(), findings);
    }

    void check(int i, V5Record record) throws RafsFormatException {
        if (record.type() != FileType.REGULAR) {
            return;
        }
        long size = record.inode().size64(I_SIZE, "file size");
        long chunkSize = image.superblock().chunkSize();
        long full = size / chunkSize + (size % chunkSize == 0 ? 0 : 1);
        long count = record.childCount();
        if (record.hasHoles() ? count > full : count != full) {
            findings.corrupt(
                    "chunk-count", () -> index.place(i), "has " + count + " chunks for a size of " + size + " bytes");
        }
        Bytes chunks = record.chunks(CHUNK_INFO_SIZE);
        long previousEnd = 0;
        for (long k = 0; k < count; k++) {
            Bytes chunk = chunks.at("v5 chunk record", k * CHUNK_INFO_SIZE, CHUNK_INFO_SIZE);
            LocationSupplier subject = () -> index.place(i).withOffset(chunk.start());
            long expected = record.hasHoles() ? Math.max(chunk.i64(FILE_OFFSET), previousEnd) : k * chunkSize;
            place(chunk, expected, Math.min(chunkSize, size - expected), record.hasHoles(), subject);
            previousEnd = expected + chunk.u32(UNCOMPRESSED_SIZE);
            reference(chunk, subject);
        }
    }

    private void place(Bytes chunk, long offset, long size, boolean holes, LocationSupplier subject)
            throws RafsFormatException {
        if (chunk.i64(FILE_OFFSET) != offset) {
            findings.corrupt(
                    "chunk-file-offset",
                    subject,
                    "chunk is at file offset " + chunk.i64(FILE_OFFSET) + " instead of " + offset);
        }
        long actual = chunk.u32(UNCOMPRESSED_SIZE);
        if (holes ? actual == 0 || actual > size : actual != size) {
            findings.corrupt("chunk-size", subject, "chunk has " + actual + " bytes instead of " + size);
        }
    }

    private void reference(Bytes chunk, LocationSupplier subject) throws RafsFormatException {
        long blobIndex = chunk.u32(BLOB_INDEX);
        if (blobIndex >= image.blobs().size()) {
            findings.corrupt(
                    "blob-index",
                    subject,
                    "chunk is in blob " + blobIndex + " of " + image.blobs().size());
            return;
        }
        BlobInfo blob = image.blobs().get((int) blobIndex);
        index(chunk, blob, subject);
        flags(chunk, subject);
        long start = chunk.i64(UNCOMPRESSED_OFFSET);
        long size = chunk.u32(UNCOMPRESSED_SIZE);
        range("chunk-range", "uncompressed", start, size, limit(blob.uncompressedSize(), blob), subject);
        long stored = chunk.i64(COMPRESSED_OFFSET);
        range(
                "stored-range",
                "stored",
                stored,
                chunk.u32(COMPRESSED_SIZE),
                limit(blob.compressedSize(), blob),
                subject);
        if (chunk.digest(BLOCK_ID).isZero() && !blob.has(BlobFeature.EXTERNAL)) {
            findings.corrupt("chunk-digest", subject, "chunk has no digest");
        }
    }

    /** Returns the limit of an offset in the blob; old images do not record the sizes of their blobs. */
    private static long limit(long size, BlobInfo blob) {
        return blob.chunkCount() == 0 && size == 0 ? BlobInfo.MAX_UNCOMPRESSED_SIZE : size;
    }

    private void index(Bytes chunk, BlobInfo blob, LocationSupplier subject) throws RafsFormatException {
        long number = chunk.u32(INDEX);
        long limit = blob.chunkCount() == 0 ? BlobInfo.MAX_CHUNK_COUNT : blob.chunkCount();
        if (number >= limit) {
            findings.corrupt("chunk-index", subject, "chunk " + number + " of a blob with " + limit + " chunks");
        } else {
            set.add(blob.index(), (int) number, chunk.start() / V5Layout.ALIGNMENT);
        }
    }

    private void flags(Bytes chunk, LocationSupplier subject) throws RafsFormatException {
        int flags = chunk.i32(FLAGS);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            findings.corrupt("chunk-flags", subject, "chunk has flags 0x" + Integer.toHexString(flags));
        }
        if ((flags & FLAG_COMPRESSED) == 0 && chunk.u32(COMPRESSED_SIZE) != chunk.u32(UNCOMPRESSED_SIZE)) {
            findings.corrupt(
                    "chunk-flags",
                    subject,
                    "chunk is not compressed, but has " + chunk.u32(COMPRESSED_SIZE) + " stored bytes for "
                            + chunk.u32(UNCOMPRESSED_SIZE));
        }
        if ((flags & FLAG_HAS_CRC32) != 0 && chunk.i32(CRC32) == 0) {
            findings.warn("chunk-flags", subject, "chunk claims to have a checksum, which is zero");
        }
    }

    private void range(String code, String kind, long start, long size, long limit, LocationSupplier subject) {
        if (start < 0 || size == 0 || start > limit - size) {
            findings.corrupt(
                    code,
                    subject,
                    size + " " + kind + " bytes at 0x" + Long.toHexString(start) + " are not within the " + limit
                            + " of the blob");
        }
    }

    /** Compares copies. Call it when all records have been checked. */
    void compare() throws RafsFormatException {
        set.compare();
    }
}
