package dev.nydusview.bench;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures opening a bootstrap, walking its tree, and decoding and verifying all its chunks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class ReaderBenchmark {
    @Param({"v5-none-sha256", "v5-lz4-blake3", "v5-zstd-1m", "v6-none-sha256", "v6-lz4-blake3", "v6-zstd-1m"})
    public String kind = "";

    private ByteBuffer bootstrap = ByteBuffer.allocate(0);
    private RafsImage image;
    private ChunkDecoder decoder;
    private final List<Stored> chunks = new ArrayList<>();

    private record Stored(ChunkRef chunk, ChunkLocation location, ByteBuffer bytes) {}

    @Setup
    public void open() throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        byte[] bytes = Files.readAllBytes(golden.bootstrap());
        bootstrap = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        image = RafsImage.open(bootstrap);
        decoder = new ChunkDecoder(image);
        MemoryBlobs blobs = MemoryBlobs.of(golden.blobs());
        ImageChunkLocator locator =
                new ImageChunkLocator(image, new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob()));
        walk(image.tree(), image.tree().inode(image.tree().root()), chunk -> {
            ChunkLocation location = locator.locate(chunk);
            String blobId = image.blobs().get(chunk.blobIndex()).id();
            chunks.add(new Stored(chunk, location, blobs.read(blobId, location.offset(), location.size())));
        });
    }

    @Benchmark
    public RafsImage openBootstrap() throws IOException {
        return RafsImage.open(bootstrap);
    }

    /** Visits every entry with its inode, xattrs and chunk references. */
    @Benchmark
    public long walkTree() throws IOException {
        long[] count = {0};
        walk(image.tree(), image.tree().inode(image.tree().root()), chunk -> count[0]++);
        return count[0];
    }

    /** Decompresses and verifies every chunk of every file on one thread. */
    @Benchmark
    public long decodeChunks() throws IOException {
        long bytes = 0;
        for (Stored stored : chunks) {
            bytes += decoder.decode(stored.chunk, stored.location, stored.bytes).remaining();
        }
        return bytes;
    }

    /** Bytes that {@link #decodeChunks} makes. */
    long decodedBytes() {
        return chunks.stream().mapToLong(stored -> stored.chunk.size()).sum();
    }

    private interface ChunkVisitor {
        void visit(ChunkRef chunk) throws IOException;
    }

    private static void walk(InodeTree tree, Inode inode, ChunkVisitor visitor) throws IOException {
        tree.xattrs(inode);
        for (ChunkRef chunk : tree.chunks(inode, 0, inode.size())) {
            visitor.visit(chunk);
        }
        if (inode.isDirectory()) {
            tree.list(inode, 0, entry -> {
                walk(tree, tree.child(inode, entry), visitor);
                return true;
            });
        }
    }
}
