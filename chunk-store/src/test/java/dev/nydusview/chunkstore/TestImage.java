package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.rafs.MemoryTree;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FormatVersion;
import dev.nydusview.rafs.model.PrefetchTable;
import dev.nydusview.rafs.model.Superblock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Chunks of random bytes, stored one after the other in two blobs. */
final class TestImage {
    static final String BLOB_A = "a".repeat(64);
    static final String BLOB_B = "b".repeat(64);
    static final FetchLimits LIMITS = new FetchLimits(1 << 20, 1 << 16, 4, 4096, 4, 1 << 20, 4096, 2, 40);
    static final String REGISTRY = "registry";

    final TestBlobs blobs = new TestBlobs();
    private final RafsImage image;
    private final Map<ChunkRef, byte[]> plain = new HashMap<>();
    private final Map<Integer, Integer> count = new HashMap<>();
    private final Map<Integer, Long> uncompressed = new HashMap<>();
    private final Random random;

    TestImage(long seed) {
        random = new Random(seed);
        List<BlobInfo> table = List.of(blob(0, BLOB_A), blob(1, BLOB_B));
        Superblock superblock = new Superblock(
                FormatVersion.V5,
                Set.of(),
                1,
                4096,
                4096,
                Compressor.GZIP,
                DigestAlgorithm.SHA256,
                MemoryTree.ROOT,
                0,
                0,
                0,
                0,
                0,
                0);
        image = new RafsImage(superblock, table, new MemoryTree(), PrefetchTable.EMPTY, null);
    }

    private static BlobInfo blob(int index, String id) {
        return new BlobInfo(
                index,
                id,
                id,
                Set.of(),
                Compressor.GZIP,
                DigestAlgorithm.SHA256,
                4096,
                0,
                0,
                0,
                0,
                0,
                BlobInfo.MetaSection.NONE,
                BlobInfo.V6BlobFields.NONE);
    }

    /** A new chunk of random bytes, stored as it is. */
    ChunkRef chunk(int blobIndex, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return chunk(blobIndex, bytes, false, 0);
    }

    ChunkRef chunk(int blobIndex, byte[] bytes, boolean compressed, long fileOffset) {
        byte[] stored = compressed ? gzip(bytes) : bytes;
        long offset = append(blobIndex, stored);
        return chunk(blobIndex, bytes, fileOffset, new ChunkLocation(offset, stored.length, compressed));
    }

    /** A new chunk of {@code bytes}, which are stored already. */
    ChunkRef chunk(int blobIndex, byte[] bytes, long fileOffset, ChunkLocation location) {
        int index = count.merge(blobIndex, 1, Integer::sum) - 1;
        long place = uncompressed.merge(blobIndex, (long) bytes.length, Long::sum) - bytes.length;
        ChunkRef chunk = new ChunkRef(blobIndex, index, fileOffset, bytes.length, place, digest(bytes), location);
        plain.put(chunk, bytes);
        return chunk;
    }

    /** Returns the offset at which {@code stored} was put. */
    long append(int blobIndex, byte[] stored) {
        return blobs.append(blobIndex == 0 ? BLOB_A : BLOB_B, stored);
    }

    /** Stored bytes that no chunk owns. */
    void gap(int blobIndex) {
        append(blobIndex, new byte[1]);
    }

    /** Stored bytes that no chunk owns, and that no range bridges; returns how many. */
    int wideGap(int blobIndex) {
        int bytes = LIMITS.gap() + 1;
        append(blobIndex, new byte[bytes]);
        return bytes;
    }

    RafsImage rafs() {
        return image;
    }

    byte[] plain(ChunkRef chunk) {
        return plain.get(chunk);
    }

    /** The store of a process that opens no other image. */
    static ChunkStore process() {
        return new ChunkStore(CacheLog.NONE, LIMITS);
    }

    /** Opens the image in a process of its own, without a disk cache. */
    LazyChunkSource open() {
        return open(TestImage::locate);
    }

    LazyChunkSource open(ChunkLocator locator) {
        return open(process(), locator, null, REGISTRY);
    }

    /** Opens the image in a process of its own. */
    LazyChunkSource open(Path cacheRoot) {
        return open(process(), cacheRoot);
    }

    LazyChunkSource open(FetchLimits limits) {
        return open(new ChunkStore(CacheLog.NONE, limits), TestImage::locate, null, REGISTRY);
    }

    LazyChunkSource open(ChunkStore process, Path cacheRoot) {
        return open(process, cacheRoot, REGISTRY);
    }

    LazyChunkSource open(ChunkStore process, @Nullable Path cacheRoot, String origin) {
        return open(process, TestImage::locate, cacheRoot, origin);
    }

    private LazyChunkSource open(ChunkStore process, ChunkLocator locator, @Nullable Path cacheRoot, String origin) {
        return process.open(image, locator, blobs, cacheRoot == null ? null : new CacheLayout(cacheRoot), origin);
    }

    static ChunkLocation locate(ChunkRef chunk) throws IOException {
        ChunkLocation stored = chunk.stored();
        if (stored == null) {
            throw new IOException("chunk " + chunk.index() + " is nowhere");
        }
        return stored;
    }

    static Digest digest(byte[] bytes) {
        return ChunkDigester.digest(DigestAlgorithm.SHA256, ByteBuffer.wrap(bytes));
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(stored)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored.toByteArray();
    }

    static byte[] bytes(CompletableFuture<ByteBuffer> delivered) throws InterruptedException, ExecutionException {
        ByteBuffer buffer = delivered.get();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static byte[] bytes(LazyChunkSource source, ChunkRef chunk) throws InterruptedException, ExecutionException {
        return bytes(source.request(List.of(chunk)).get(0));
    }
}
