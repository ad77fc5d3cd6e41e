package dev.nydusview.inspect.chunk;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkFlag;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.StoredForm;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes chunks from the bootstrap alone, except chunks that share their stored bytes with others: only the blob's
 * chunk index, which may have to be fetched, has their places.
 */
public final class ChunkDescriber {
    private final RafsImage image;
    private final ChunkLocator locator;

    public ChunkDescriber(RafsImage image, ChunkLocator locator) {
        this.image = image;
        this.locator = locator;
    }

    /** Tests whether chunks of {@code blob} share stored bytes. */
    public static boolean shares(BlobInfo blob) {
        return blob.has(BlobFeature.BATCH) || blob.has(BlobFeature.ZRAN);
    }

    public ChunkDetails describe(ChunkRecord record) {
        BlobInfo blob = image.blobs().get(record.chunk().blobIndex());
        if (!shares(blob)) {
            ChunkLocation stored = record.chunk().stored();
            boolean compressed = record.flags().contains(ChunkFlag.COMPRESSED)
                    || (stored != null && stored.form() instanceof StoredForm.Alone alone && alone.compressed());
            boolean encrypted = record.flags().contains(ChunkFlag.ENCRYPTED);
            return alone(blob, record, record.storedOffset(), record.storedSize(), compressed, encrypted);
        }
        try {
            return located(blob, record, locator.locate(record.chunk()));
        } catch (IOException e) {
            String form = blob.has(BlobFeature.ZRAN) ? "gzip" : "batch";
            boolean encrypted = record.flags().contains(ChunkFlag.ENCRYPTED);
            return details(blob, record, form, null, null, null, true, encrypted, String.valueOf(e.getMessage()));
        }
    }

    private ChunkDetails located(BlobInfo blob, ChunkRecord record, ChunkLocation location) {
        long offset = location.offset();
        long size = location.size();
        if (location.form() instanceof StoredForm.Batch batch) {
            boolean compressed = batch.plainSize() != location.size();
            return details(blob, record, "batch", offset, size, batch.start(), compressed, batch.encrypted(), null);
        }
        if (location.form() instanceof StoredForm.ZranContext context) {
            return details(blob, record, "gzip", offset, size, context.start(), true, false, null);
        }
        StoredForm.Alone form = (StoredForm.Alone) location.form();
        return alone(blob, record, offset, size, form.compressed(), form.encrypted());
    }

    private ChunkDetails alone(
            BlobInfo blob, ChunkRecord record, long offset, long size, boolean compressed, boolean encrypted) {
        return details(blob, record, "alone", offset, size, null, compressed, encrypted, null);
    }

    private static ChunkDetails details(
            BlobInfo blob,
            ChunkRecord record,
            String form,
            @Nullable Long storedOffset,
            @Nullable Long storedSize,
            @Nullable Integer start,
            boolean compressed,
            boolean encrypted,
            @Nullable String problem) {
        ChunkRef chunk = record.chunk();
        List<String> flags = record.flags().stream().map(ChunkFlag::name).toList();
        return new ChunkDetails(
                blob.index(),
                blob.id(),
                chunk.index(),
                chunk.size(),
                chunk.uncompressedOffset(),
                form,
                storedOffset,
                storedSize,
                start,
                record.storedOffset(),
                record.storedSize(),
                (compressed ? blob.compressor() : Compressor.NONE).toString(),
                encrypted,
                flags,
                record.flags().contains(ChunkFlag.HAS_CRC32) ? HexFormat.of().toHexDigits(record.crc32()) : null,
                chunk.digest().isZero() ? null : chunk.digest().toString(),
                problem);
    }
}
