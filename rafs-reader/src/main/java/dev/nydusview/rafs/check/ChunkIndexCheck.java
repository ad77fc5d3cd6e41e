package dev.nydusview.rafs.check;

import dev.nydusview.rafs.BlobFeature;
import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.FormatVersion;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMeta;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.blob.StoredForm;
import java.io.IOException;
import java.util.BitSet;

/** Reads the chunk index of each v6 blob, and finds every chunk in it. */
public final class ChunkIndexCheck {
    private final RafsImage image;
    private final BlobMetaReader reader;
    private final Findings findings;
    private final BitSet lost = new BitSet();

    public ChunkIndexCheck(RafsImage image, BlobMetaReader reader, Findings findings) {
        this.image = image;
        this.reader = reader;
        this.findings = findings;
    }

    /** Returns which chunks of {@code catalog} it could not find, by their position. */
    public BitSet run(ChunkCatalog catalog) {
        if (image.superblock().version() == FormatVersion.V5) {
            return lost;
        }
        ChunkFailures failures = new ChunkFailures(image, findings, "chunk-location", catalog.uses());
        int at = 0;
        while (at < catalog.count()) {
            int end = catalog.endOfBlob(at);
            BlobInfo blob = image.blobs().get(catalog.blobIndex(at));
            if (!blob.has(BlobFeature.TARFS) && !blob.has(BlobFeature.EXTERNAL)) {
                blob(catalog, at, end, blob, failures);
            }
            at = end;
        }
        failures.report();
        return lost;
    }

    private void blob(ChunkCatalog catalog, int from, int end, BlobInfo blob, ChunkFailures failures) {
        BlobMeta meta;
        try {
            meta = reader.read(blob);
        } catch (IOException e) {
            findings.failed("blob-meta", Place.IMAGE, e);
            lost.set(from, end);
            return;
        }
        Extents stored = new Extents();
        for (int i = from; i < end; i++) {
            locate(catalog, i, blob, meta, stored, failures);
        }
        stored.overlaps(start -> findings.corrupt(
                "stored-overlap",
                Place.IMAGE,
                "two chunks of blob " + blob.id() + " overlap at stored offset 0x" + Long.toHexString(start)));
    }

    private void locate(
            ChunkCatalog catalog, int i, BlobInfo blob, BlobMeta meta, Extents stored, ChunkFailures failures) {
        try {
            ChunkRef chunk = catalog.ref(i);
            try {
                place(blob, meta.locate(chunk), stored);
            } catch (IOException e) {
                lost.set(i);
                failures.add(chunk, e);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a chunk reference that was sound before is so no longer", e);
        }
    }

    /** Chunks are stored in front of the index, if both are in the same blob, and only those of a context together. */
    private static void place(BlobInfo blob, ChunkLocation location, Extents stored) throws RafsFormatException {
        long limit = blob.has(BlobFeature.SEPARATE)
                ? blob.compressedSize()
                : blob.meta().offset();
        if (location.offset() > limit - location.size()) {
            throw new RafsFormatException(
                    "stored bytes " + location.offset() + " to " + (location.offset() + location.size())
                            + " of a chunk are not within the first " + limit + " of blob " + blob.id());
        }
        if (location.form() instanceof StoredForm.Alone) {
            stored.add(location.offset(), location.size());
        }
    }
}
