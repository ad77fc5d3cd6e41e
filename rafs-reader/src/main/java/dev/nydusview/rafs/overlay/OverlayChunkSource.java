package dev.nydusview.rafs.overlay;

import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks each layer's own source for the chunks of its blobs. */
final class OverlayChunkSource implements ChunkSource {
    private final LayerBlobs blobs;
    private final List<ChunkSource> sources;

    OverlayChunkSource(LayerBlobs blobs, List<ChunkSource> sources) {
        this.blobs = blobs;
        this.sources = List.copyOf(sources);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return request(chunks, ChunkObserver.NONE);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks, ChunkObserver observer) {
        List<List<ChunkRef>> byLayer = byLayer(chunks);
        List<Iterator<CompletableFuture<ByteBuffer>>> arriving = new ArrayList<>();
        for (int layer = 0; layer < sources.size(); layer++) {
            List<ChunkRef> own = byLayer.get(layer);
            arriving.add((own.isEmpty()
                            ? List.<CompletableFuture<ByteBuffer>>of()
                            : sources.get(layer).request(own, observer))
                    .iterator());
        }
        return chunks.stream()
                .map(chunk -> arriving.get(blobs.layer(chunk)).next())
                .toList();
    }

    @Override
    public boolean tryRead(ChunkRef chunk, int from, int count, ByteBuffer target) {
        int layer = blobs.layer(chunk);
        return sources.get(layer).tryRead(blobs.inner(chunk, layer), from, count, target);
    }

    /** The budget is shared among the layers by their number of chunks. */
    @Override
    public CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        List<List<ChunkRef>> byLayer = byLayer(chunks);
        List<CompletableFuture<Void>> endings = new ArrayList<>();
        for (int layer = 0; layer < sources.size(); layer++) {
            long share = chunks.isEmpty()
                    ? 0
                    : (long) ((double) budget * byLayer.get(layer).size() / chunks.size());
            endings.add(sources.get(layer).prefetch(byLayer.get(layer), share, observer));
        }
        return CompletableFuture.allOf(endings.toArray(new CompletableFuture<?>[0]));
    }

    @Override
    public long keptAhead() {
        return sources.stream().mapToLong(ChunkSource::keptAhead).min().orElse(Long.MAX_VALUE);
    }

    private List<List<ChunkRef>> byLayer(List<ChunkRef> chunks) {
        List<List<ChunkRef>> byLayer = new ArrayList<>();
        sources.forEach(source -> byLayer.add(new ArrayList<>()));
        for (ChunkRef chunk : chunks) {
            int layer = blobs.layer(chunk);
            byLayer.get(layer).add(blobs.inner(chunk, layer));
        }
        return byLayer;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (ChunkSource source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
