package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.codec.Compressor;
import dev.nydusview.rafs.codec.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Chunks of random bytes, stored one after the other in two blobs. */
final class TestImage {
    static final String BLOB_A = "a".repeat(64);
    static final String BLOB_B = "b".repeat(64);
    static final FetchLimits LIMITS = new FetchLimits(1 << 20, 1 << 16, 4096, 4, 1 << 20, 4096, 2, 40);

    final TestBlobs blobs = new TestBlobs();
    private final List<BlobInfo> table;
    private final Map<ChunkRef, byte[]> plain = new HashMap<>();
    private final Map<Integer, Integer> count = new HashMap<>();
    private final Map<Integer, Long> uncompressed = new HashMap<>();
    private final Random random;

    TestImage(long seed) {
        random = new Random(seed);
        table = new ArrayList<>();
        for (String id : List.of(BLOB_A, BLOB_B)) {
            table.add(new BlobInfo(
                    table.size(),
                    id,
                    id,
                    Set.of(),
                    Compressor.NONE,
                    DigestAlgorithm.SHA256,
                    4096,
                    0,
                    0,
                    0,
                    0,
                    0,
                    BlobInfo.MetaSection.NONE,
                    BlobInfo.Envelope.NONE));
        }
    }

    /** A new chunk of random bytes, stored as it is. */
    ChunkRef chunk(int blobIndex, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return chunk(blobIndex, bytes, false, 0);
    }

    ChunkRef chunk(int blobIndex, byte[] bytes, boolean compressed, long fileOffset) {
        byte[] stored = compressed ? DeflateDecoder.deflate(bytes) : bytes;
        long offset = blobs.append(table.get(blobIndex).id(), stored);
        int index = count.merge(blobIndex, 1, Integer::sum) - 1;
        long place = uncompressed.merge(blobIndex, (long) bytes.length, Long::sum) - bytes.length;
        ChunkRef chunk = new ChunkRef(
                blobIndex,
                index,
                fileOffset,
                bytes.length,
                place,
                DeflateDecoder.digest(bytes),
                new ChunkLocation(offset, stored.length, compressed));
        plain.put(chunk, bytes);
        return chunk;
    }

    /** Stored bytes that no chunk owns. */
    void gap(int blobIndex) {
        blobs.append(table.get(blobIndex).id(), new byte[1]);
    }

    byte[] plain(ChunkRef chunk) {
        return plain.get(chunk);
    }

    List<BlobInfo> table() {
        return table;
    }

    LazyChunkSource open() {
        return open((ChunkCache) null);
    }

    LazyChunkSource open(Path cacheRoot) {
        return open(new ChunkCache(new CacheLayout(cacheRoot), CacheLog.NONE));
    }

    LazyChunkSource open(Path cacheRoot, String origin) {
        return open(new ChunkCache(new CacheLayout(cacheRoot), CacheLog.NONE), origin);
    }

    LazyChunkSource open(@Nullable ChunkCache cache) {
        return open(cache, "registry");
    }

    private LazyChunkSource open(@Nullable ChunkCache cache, String origin) {
        return new LazyChunkSource(table, TestImage::locate, new DeflateDecoder(), blobs, cache, origin, LIMITS);
    }

    static ChunkLocation locate(ChunkRef chunk) throws IOException {
        ChunkLocation stored = chunk.stored();
        if (stored == null) {
            throw new IOException("chunk " + chunk.index() + " is nowhere");
        }
        return stored;
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
