package dev.nydusview.fuse;

import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Chunks of a real source, except those at one offset of a file, which fail the first few times. */
final class BrokenSource implements ChunkSource {
    private final ChunkSource source;
    private final long fileOffset;
    private final AtomicInteger failuresLeft;

    BrokenSource(ChunkSource source, long fileOffset, int failures) {
        this.source = source;
        this.fileOffset = fileOffset;
        this.failuresLeft = new AtomicInteger(failures);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return chunks.stream().map(this::request).toList();
    }

    private CompletableFuture<ByteBuffer> request(ChunkRef chunk) {
        if (chunk.fileOffset() == fileOffset && failuresLeft.getAndDecrement() > 0) {
            return CompletableFuture.failedFuture(new IOException("the registry has gone"));
        }
        return source.request(List.of(chunk)).get(0);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
