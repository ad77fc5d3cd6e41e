package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.BlobMetaLayout.HEADER_SIZE;
import static dev.nydusview.rafs.layout.BlobMetaLayout.V1_ENTRY_SIZE;
import static dev.nydusview.rafs.layout.BlobMetaLayout.V2_ENTRY_SIZE;
import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.check.finding.BlobIdCheck;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;

/** Checks the rows of the blob table by themselves. */
final class V6BlobCheck {
    private final Bytes table;
    private final RafsImage image;
    private final Findings findings;

    V6BlobCheck(Bytes table, RafsImage image, Findings findings) {
        this.table = table;
        this.image = image;
        this.findings = findings;
    }

    void run() throws RafsFormatException {
        BlobIdCheck ids = new BlobIdCheck(findings);
        for (BlobInfo blob : image.blobs()) {
            Bytes row = table.at("v6 blob table row", (long) blob.index() * BLOB_SIZE, BLOB_SIZE);
            Location place = Location.at(row.start());
            ids.check(blob, place);
            padding(row, blob, place);
            algorithm(blob, place);
            sizes(blob, place);
            chunkIndex(blob, place);
        }
    }

    private void padding(Bytes row, BlobInfo blob, Location place) throws RafsFormatException {
        for (int i = blob.id().length(); i < B_ID_LENGTH; i++) {
            if (row.u8(B_ID + (long) i) != 0) {
                findings.corrupt("blob-id", place, "blob " + blob.index() + " has bytes after the NUL of its id");
                return;
            }
        }
    }

    /**
     * Checks the digest algorithm. Merged layers, dictionaries and {@code commit} mix algorithms: the superblock has
     * that of the last one.
     */
    private void algorithm(BlobInfo blob, Location place) {
        if (blob.digester() != image.superblock().digester()) {
            findings.note(
                    "blob-digester",
                    place,
                    "blob " + blob.index() + " has " + blob.digester() + " digests, the superblock says "
                            + image.superblock().digester());
        }
    }

    private void sizes(BlobInfo blob, Location place) {
        boolean elsewhere = blob.has(BlobFeature.TARFS) || blob.has(BlobFeature.EXTERNAL);
        if (!blob.has(BlobFeature.ALIGNED) && !elsewhere) {
            findings.corrupt("blob-features", place, "blob " + blob.index() + " has chunks that are not aligned");
        }
        if (blob.uncompressedSize() % image.superblock().blockSize() != 0) {
            findings.corrupt(
                    "blob-size",
                    place,
                    "blob " + blob.index() + " has " + blob.uncompressedSize()
                            + " uncompressed bytes, which are not whole blocks");
        }
        long most = (long) blob.chunkCount() * blob.chunkSize();
        if (blob.uncompressedSize() > most && !blob.has(BlobFeature.TARFS)) {
            findings.corrupt(
                    "blob-size",
                    place,
                    "blob " + blob.index() + " has " + blob.uncompressedSize() + " uncompressed bytes in "
                            + blob.chunkCount() + " chunks of up to " + blob.chunkSize());
        }
    }

    /** The data of a separate blob and its chunk index are in different files, and a tar has none. */
    private void chunkIndex(BlobInfo blob, Location place) {
        BlobInfo.MetaSection meta = blob.meta();
        if (blob.has(BlobFeature.TARFS) || blob.has(BlobFeature.EXTERNAL)) {
            return;
        }
        if (!blob.hasChunkIndex()) {
            findings.warn(
                    "blob-chunk-index",
                    place,
                    "blob " + blob.index()
                            + " lacks the place of its chunk index, as nydusify optimize leaves it: its chunks are located "
                            + "by the chunk table");
            return;
        }
        long entry = blob.has(BlobFeature.CHUNK_INFO_V2) ? V2_ENTRY_SIZE : V1_ENTRY_SIZE;
        boolean more = blob.has(BlobFeature.BATCH) || blob.has(BlobFeature.ZRAN) || blob.has(BlobFeature.ENCRYPTED);
        long size = meta.uncompressedSize();
        long wanted = blob.chunkCount() * entry;
        if (!blob.has(BlobFeature.IS_CHUNKDICT_GENERATED) && (more ? size < wanted : size != wanted)) {
            findings.corrupt(
                    "blob-chunk-index",
                    place,
                    "blob " + blob.index() + " has a chunk index of " + size + " bytes for " + blob.chunkCount()
                            + " chunks of " + entry);
        }
        long end = meta.offset() + meta.compressedSize() + HEADER_SIZE;
        if (!blob.has(BlobFeature.SEPARATE) && end > blob.compressedSize()) {
            findings.corrupt(
                    "blob-chunk-index",
                    place,
                    "blob " + blob.index() + " has a chunk index that ends at " + end + " in " + blob.compressedSize()
                            + " bytes");
        }
    }
}
