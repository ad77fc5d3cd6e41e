package dev.nydusview.check;

import static dev.nydusview.rafs.layout.BlobMetaLayout.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nydusview.check.finding.Finding;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in data blobs and their chunk indexes, and data that does not arrive. */
class BlobFaultsTest {
    private static final int ENTRY = 5;

    /** More bytes than any golden bootstrap has. */
    private static final int BOOTSTRAP_LENGTH = 1 << 17;

    /** Changes the blob of an image that has just one. */
    @FunctionalInterface
    interface Change {
        void apply(RafsImage image, ByteBuffer blob) throws IOException;
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("v5-lz4-blake3", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v5-zstd-4k", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v6-lz4-blake3", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v6-none-sha256", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v6-zstd-1m", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v6-enc", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v6-batch", "data byte", "chunk-data", BlobFaultsTest::flipData),
                fault("v6-none-sha256", "entry: stored offset", "chunk-data stored-overlap", (image, blob) -> {
                    add(blob, entry(image) + COMPRESSED_WORD, -1);
                }),
                fault("v6-none-sha256", "entry: stored beyond", "chunk-location", (image, blob) -> {
                    add(blob, entry(image) + COMPRESSED_WORD, 1L << 39);
                }),
                fault("v6-none-sha256", "entry: offset", "chunk-location", (image, blob) -> {
                    add(blob, entry(image) + UNCOMPRESSED_WORD, 4096);
                }),
                fault("v6-none-sha256", "entry: size", "chunk-location", (image, blob) -> {
                    add(blob, entry(image) + UNCOMPRESSED_WORD, 1L << V1_SIZE_LOW_SHIFT);
                }),
                fault("v6-none-sha256", "two entries swapped", "chunk-location", (image, blob) -> {
                    long next = blob.getLong(entry(image) + V1_ENTRY_SIZE);
                    blob.putLong(entry(image) + V1_ENTRY_SIZE, blob.getLong(entry(image)));
                    blob.putLong(entry(image), next);
                }),
                fault("v6-zstd-4k", "index: damaged", "blob-meta", (image, blob) -> flip(blob, meta(image))),
                fault("v6-zstd-4k", "header: magic", "blob-meta", (image, blob) -> flip(blob, header(image))),
                fault("v6-zstd-4k", "header: count", "blob-meta", (image, blob) -> {
                    add(blob, header(image) + H_CI_ENTRIES, 1);
                }));
    }

    private static Arguments fault(String kind, String name, String codes, Change change) {
        return arguments(kind, name, codes, change);
    }

    private static int meta(RafsImage image) {
        return (int) image.blobs().get(0).meta().offset();
    }

    private static int entry(RafsImage image) {
        return meta(image) + ENTRY * V1_ENTRY_SIZE;
    }

    private static int header(RafsImage image) {
        return meta(image) + (int) image.blobs().get(0).meta().compressedSize();
    }

    private static void add(ByteBuffer blob, int at, long by) {
        blob.putLong(at, blob.getLong(at) + by);
    }

    private static void flip(ByteBuffer blob, int at) {
        blob.put(at, (byte) (blob.get(at) ^ 0x10));
    }

    /** Flips a bit in the stored bytes of the first chunk of a file. */
    private static void flipData(RafsImage image, ByteBuffer blob) throws IOException {
        BlobSource same = new MemoryBlobs(Map.of(image.blobs().get(0).id(), blob));
        BlobMetaReader reader = new BlobMetaReader(Map.of(), same, image.bootstrapBlob());
        ChunkLocation location = new ImageChunkLocator(image, reader).locate(firstChunk(image));
        flip(blob, (int) location.offset() + location.size() / 2);
    }

    private static ChunkRef firstChunk(RafsImage image) throws IOException {
        Inode root = image.tree().inode(image.tree().root());
        Inode data =
                image.tree().inode(image.tree().lookup(root, RawName.of("data")).orElseThrow());
        Inode file = image.tree()
                .inode(image.tree().lookup(data, RawName.of("t200000")).orElseThrow());
        return image.tree().chunks(file, 0, 1).get(0);
    }

    /** The blob, which is verified as a whole, is read for each of its chunks. */
    @Test
    @Tag("soak")
    void isFoundInABlobThatIsVerifiedAsAWhole() throws IOException {
        isFound("v6-tarfs", "data byte", "chunk-data", BlobFaultsTest::flipData);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void isFound(String kind, String name, String codes, Change change) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        RafsImage image = GoldenReader.open(golden);
        String blobId = image.blobs().get(0).id();
        DirectoryBlobs original = new DirectoryBlobs(golden.blobs());
        ByteBuffer blob =
                original.read(blobId, 0, (int) original.length(blobId)).order(ByteOrder.LITTLE_ENDIAN);
        change.apply(image, blob);

        List<Finding> findings =
                check(image, new MemoryBlobs(Map.of(blobId, blob))).listed();

        assertThat(DamagedImage.codes(findings)).isEqualTo(codes);
        assertThat(findings).extracting(Finding::severity).containsOnly(Severity.CORRUPT);
    }

    @Test
    void damagedChunkNamesItsFiles() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        RafsImage image = GoldenReader.open(golden);
        String blobId = image.blobs().get(0).id();
        DirectoryBlobs original = new DirectoryBlobs(golden.blobs());
        ByteBuffer blob = original.read(blobId, 0, (int) original.length(blobId));
        flipData(image, blob);

        List<Finding> findings =
                check(image, new MemoryBlobs(Map.of(blobId, blob))).listed();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place().files()).singleElement().satisfies(file -> assertThat(file.names())
                    .extracting(Object::toString)
                    .containsExactly("data", "t200000"));
            assertThat(finding.message()).contains("is damaged");
        });
    }

    /** The digests in the bootstrap are compared with the data, and are themselves verified. */
    @Test
    void wrongDigestInTheChunkTableIsFound() throws IOException {
        DamagedImage damaged = new DamagedImage("v6-zstd-4k");
        damaged.flip(V6Places.row(damaged, "/etc/passwd", 0));
        RafsImage image = RafsImage.open(damaged.bytes());

        Findings findings = check(image, new DirectoryBlobs(damaged.golden().blobs()));

        assertThat(damaged.structure()).isEmpty();
        assertThat(DamagedImage.codes(findings.listed())).isEqualTo("chunk-data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k", "v6-zran"})
    void blobThatIsNotThereIsUnreadable(String kind) throws IOException {
        RafsImage image = GoldenReader.open(GoldenImage.of(kind));

        Findings findings = check(image, new MemoryBlobs(Map.of()));

        assertThat(findings.listed()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.UNREADABLE);
            assertThat(finding.message()).contains("no blob");
        });
        assertThat(findings.firstUnreadable()).hasMessageContaining("no blob");
    }

    private static Findings check(RafsImage image, BlobSource blobs) throws IOException {
        Findings findings = new Findings();
        ChunkCatalog catalog = ChunkCatalog.of(image, BOOTSTRAP_LENGTH, findings);
        BlobMetaReader reader = new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob());
        BitSet lost = new ChunkIndexCheck(image, reader, findings).run(catalog);
        new DeepCheck(image, new BlobChunkSource(image, blobs), catalog, lost, findings).run();
        return findings;
    }

    /** Blobs in memory; any other cannot be read. */
    private record MemoryBlobs(Map<String, ByteBuffer> blobs) implements BlobSource {
        MemoryBlobs {
            blobs = new HashMap<>(blobs);
        }

        @Override
        public long length(String blobId) throws IOException {
            return blob(blobId).capacity();
        }

        @Override
        public ByteBuffer read(String blobId, long offset, int length) throws IOException {
            byte[] copy = new byte[length];
            blob(blobId).get((int) offset, copy);
            return ByteBuffer.wrap(copy);
        }

        private ByteBuffer blob(String blobId) throws IOException {
            ByteBuffer blob = blobs.get(blobId);
            if (blob == null) {
                throw new IOException("no blob " + blobId + " here");
            }
            return blob;
        }

        @Override
        public void close() {}
    }
}
