package dev.nydusview.fuzz;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobCipher;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.rafs.codec.Decompressor;
import dev.nydusview.rafs.layout.BlobMetaLayout;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A golden image in memory.
 *
 * @param carrier id of the blob that the bootstrap was taken from; null if it is a file of its own
 * @param metas where the chunk index of each blob is stored; empty in v5
 */
record Golden(String kind, ByteBuffer bootstrap, MemoryBlobs blobs, @Nullable String carrier, List<StoredMeta> metas) {

    /** Location of a chunk index and its header. */
    record StoredMeta(BlobInfo blob, String holder, long offset, int length) {}

    static Golden of(GoldenImage image) throws IOException {
        MemoryBlobs blobs = MemoryBlobs.of(image.blobs());
        String carrier = image.isInline() ? String.valueOf(image.bootstrap().getFileName()) : null;
        ByteBuffer bootstrap = carrier == null
                ? ByteBuffer.wrap(Files.readAllBytes(image.bootstrap()))
                : InlineBootstrap.read(blobs, carrier);
        RafsImage rafs = open(bootstrap, carrier);
        List<StoredMeta> metas = new ArrayList<>();
        for (BlobInfo blob : rafs.blobs()) {
            BlobSource recorder = new Recorder(blobs, blob, metas);
            if (blob.meta().uncompressedSize() > 0) {
                new BlobMetaReader(Map.of(), recorder, carrier).stored(blob);
            }
        }
        return new Golden(image.kind(), bootstrap, blobs, carrier, List.copyOf(metas));
    }

    byte[] bootstrapBytes() {
        byte[] bytes = new byte[bootstrap.limit()];
        bootstrap.get(0, bytes);
        return bytes;
    }

    RafsImage open(ByteBuffer otherBootstrap) throws IOException {
        return open(otherBootstrap, carrier);
    }

    private static RafsImage open(ByteBuffer bootstrap, @Nullable String carrier) throws IOException {
        RafsImage image = RafsImage.open(bootstrap);
        return carrier == null ? image : image.withBootstrapBlob(carrier);
    }

    byte[] stored(StoredMeta meta) throws IOException {
        return bytes(blobs.read(meta.holder(), meta.offset(), meta.length()));
    }

    /**
     * Returns the chunk index as the file beside the bootstrap has it: entries, zeros up to a multiple of 4096, header.
     */
    byte[] unpacked(StoredMeta meta) throws IOException {
        BlobInfo.MetaSection section = meta.blob().meta();
        byte[] stored = stored(meta);
        int index = stored.length - BlobMetaLayout.HEADER_SIZE;
        byte[] packed = decrypted(meta.blob(), ByteBuffer.wrap(stored, 0, index));
        byte[] header = decrypted(meta.blob(), ByteBuffer.wrap(stored, index, BlobMetaLayout.HEADER_SIZE));
        byte[] entries = Decompressor.decompress(
                section.compressor(), ByteBuffer.wrap(packed), (int) section.uncompressedSize());
        int padded = (entries.length + BlobMetaLayout.HEADER_SIZE - 1) & -BlobMetaLayout.HEADER_SIZE;
        return ByteBuffer.allocate(padded + header.length)
                .put(entries)
                .position(padded)
                .put(header)
                .array();
    }

    private static byte[] decrypted(BlobInfo blob, ByteBuffer unit) throws IOException {
        byte[] bytes = bytes(unit);
        return blob.has(BlobFeature.ENCRYPTED) ? BlobCipher.of(blob).decrypt(bytes, -1) : bytes;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Records the reads of the chunk index of one blob. */
    private record Recorder(BlobSource source, BlobInfo blob, List<StoredMeta> metas) implements BlobSource {
        @Override
        public long length(String blobId) throws IOException {
            return source.length(blobId);
        }

        @Override
        public ByteBuffer read(String blobId, long offset, int length) throws IOException {
            metas.add(new StoredMeta(blob, blobId, offset, length));
            return source.read(blobId, offset, length);
        }

        @Override
        public void close() {}
    }
}
