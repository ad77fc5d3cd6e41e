package dev.nydusview.fuzz;

import dev.nydusview.chunkstore.ChunkStore;
import dev.nydusview.chunkstore.LazyChunkSource;
import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.rafs.blob.WholeBlobSource;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Bytes of a golden image that a mutation run damages, and how the image is used with damaged ones in their place.
 *
 * @param name kind of the image, and which bytes of it
 */
@SuppressWarnings("ArrayRecordComponent")
record Subject(String name, byte[] original, Use use) {
    private static final int READS = 40;
    private static final ChunkStore STORE = new ChunkStore(CacheLog.NONE);
    /** Bytes at the end of a blob that carries its bootstrap: headers and table of contents. */
    private static final int TAIL = 2048;

    /** Uses an image; its exception is judged as a {@link Refusal}. */
    @FunctionalInterface
    interface Use {
        void with(byte[] damaged) throws IOException;
    }

    /** Bootstrap and chunk indexes of every golden image. */
    static List<Subject> all() throws IOException {
        List<Subject> subjects = new ArrayList<>();
        try {
            GoldenImage.all().forEach(image -> {
                try {
                    subjects.addAll(of(Golden.of(image)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return List.copyOf(subjects);
    }

    static List<Subject> of(Golden golden) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject(
                golden.kind() + " bootstrap",
                golden.bootstrapBytes(),
                bytes -> use(golden.open(ByteBuffer.wrap(bytes)), golden.blobs(), Map.of(), bytes.length)));
        for (Golden.StoredMeta meta : golden.metas()) {
            subjects.add(new Subject(
                    golden.kind() + " blob.meta",
                    golden.unpacked(meta),
                    bytes -> use(golden, golden.blobs(), Map.of(meta.holder(), ByteBuffer.wrap(bytes)))));
            subjects.add(new Subject(
                    golden.kind() + " stored blob.meta",
                    golden.stored(meta),
                    bytes -> use(golden, golden.blobs().with(meta.holder(), meta.offset(), bytes), Map.of())));
        }
        String carrier = golden.carrier();
        if (carrier != null) {
            long offset = golden.blobs().length(carrier) - TAIL;
            ByteBuffer tail = golden.blobs().read(carrier, offset, TAIL);
            byte[] original = new byte[TAIL];
            tail.get(original);
            subjects.add(new Subject(golden.kind() + " tail", original, bytes -> {
                MemoryBlobs blobs = golden.blobs().with(carrier, offset, Arrays.copyOf(bytes, TAIL));
                ByteBuffer bootstrap = InlineBootstrap.read(blobs, carrier);
                use(golden.open(bootstrap), blobs, Map.of(), bootstrap.limit());
            }));
        }
        return subjects;
    }

    private static void use(Golden golden, MemoryBlobs blobs, Map<String, ByteBuffer> metas) throws IOException {
        use(golden.open(golden.bootstrap()), blobs, metas, golden.bootstrap().limit());
    }

    private static void use(RafsImage image, MemoryBlobs memory, Map<String, ByteBuffer> files, int bootstrapSize)
            throws IOException {
        BlobSource blobs = WholeBlobSource.around(memory, image.blobs());
        BlobMetaReader metas = new BlobMetaReader(files, blobs, image.bootstrapBlob());
        try (LazyChunkSource chunks = STORE.open(image, new ImageChunkLocator(image, metas), blobs, null, "")) {
            ImageProbe.read(image, chunks, READS, bootstrapSize);
        }
    }
}
