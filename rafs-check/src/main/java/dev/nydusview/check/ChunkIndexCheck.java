package dev.nydusview.check;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.check.finding.Extents;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.ChunkIndex;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.FormatVersion;
import dev.nydusview.rafs.model.StoredForm;
import java.io.IOException;
import java.util.BitSet;

/** Reads the chunk index of each v6 blob, and finds every chunk in it; reports external data of both versions. */
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
        ChunkFailures failures = new ChunkFailures(image, findings, "chunk-location", catalog.uses());
        int at = 0;
        while (at < catalog.count()) {
            int end = catalog.endOfBlob(at);
            BlobInfo blob = image.blobs().get(catalog.blobIndex(at));
            try {
                blob.requireData();
                if (hasIndex(blob)) {
                    blob(catalog, at, end, blob, failures);
                }
            } catch (UnsupportedFeatureException e) {
                failures.addAll(blob.index(), end - at, e);
                lost.set(at, end);
            }
            at = end;
        }
        failures.report();
        return lost;
    }

    private boolean hasIndex(BlobInfo blob) {
        return image.superblock().version() == FormatVersion.V6 && !blob.has(BlobFeature.TARFS) && blob.hasChunkIndex();
    }

    private void blob(ChunkCatalog catalog, int from, int end, BlobInfo blob, ChunkFailures failures) {
        ChunkIndex index = new ChunkIndex(blob, reader);
        try {
            index.load();
        } catch (IOException e) {
            passedOver(blob, index);
            findings.failed("blob-meta", Location.IMAGE, e);
            lost.set(from, end);
            return;
        }
        Extents stored = new Extents();
        for (int i = from; i < end; i++) {
            locate(catalog, i, blob, index, stored, failures);
        }
        passedOver(blob, index);
        stored.overlaps(start -> findings.corrupt(
                "stored-overlap",
                Location.IMAGE,
                "two chunks of blob " + blob.id() + " overlap at stored offset 0x" + Long.toHexString(start)));
    }

    private void passedOver(BlobInfo blob, ChunkIndex index) {
        CorruptDataException flaw = index.flaw();
        if (flaw != null) {
            findings.note(
                    "blob-meta-copy",
                    Location.IMAGE,
                    "the copy of the chunk index beside the bootstrap is ignored in favour of the one of blob "
                            + blob.id() + ": " + flaw.getMessage());
        }
    }

    private void locate(
            ChunkCatalog catalog, int i, BlobInfo blob, ChunkIndex index, Extents stored, ChunkFailures failures) {
        try {
            ChunkRef chunk = catalog.ref(i);
            try {
                place(blob, index.locate(chunk), stored);
            } catch (IOException e) {
                lost.set(i);
                failures.add(chunk, e);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a chunk reference has changed while it was checked", e);
        }
    }

    /**
     * Adds the place of a chunk: in front of the index, if both are in the same blob, and shared only by the chunks of
     * one context.
     */
    private static void place(BlobInfo blob, ChunkLocation location, Extents stored) throws CorruptDataException {
        long limit = blob.has(BlobFeature.SEPARATE)
                ? blob.compressedSize()
                : blob.meta().offset();
        if (location.offset() > limit - location.size()) {
            throw new CorruptDataException(
                    "stored bytes " + location.offset() + " to " + (location.offset() + location.size())
                            + " of a chunk are not within the first " + limit + " of blob " + blob.id());
        }
        if (location.form() instanceof StoredForm.Alone) {
            stored.add(location.offset(), location.size());
        }
    }
}
