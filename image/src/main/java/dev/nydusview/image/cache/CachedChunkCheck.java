package dev.nydusview.image.cache;

import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the cached chunks of images with the digests in their bootstraps. A chunk is sound if it is what one of the
 * images says, since images may describe the same blob differently.
 */
final class CachedChunkCheck {
    private final ChunkCache cache;
    private final Map<String, BitSet> sound = new TreeMap<>();
    private final Map<String, Map<Integer, ChunkRef>> wrong = new TreeMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(ChunkInfoLayout.MAX_CHUNK_SIZE);

    CachedChunkCheck(ChunkCache cache) {
        this.cache = cache;
    }

    /** Checks the chunks of all files of an image that can be listed. */
    void check(RafsImage image) {
        ChunkDecoder decoder = new ChunkDecoder(image);
        int chunkSize = image.superblock().chunkSize();
        TreeWalk.readable(image.tree(), (path, inode) -> {
            var unused = FileChunks.visit(
                    image.tree(), inode, chunkSize, record -> check(image.blobs(), decoder, record.chunk()));
            return true;
        });
    }

    private void check(List<BlobInfo> blobs, ChunkDecoder decoder, ChunkRef chunk) {
        if (chunk.digest().isZero() || chunk.blobIndex() >= blobs.size() || !ChunkCache.accepts(chunk)) {
            return;
        }
        String blob = blobs.get(chunk.blobIndex()).id();
        BitSet known = sound.computeIfAbsent(blob, id -> new BitSet());
        if (known.get(chunk.index()) || !cache.mayContain(blob, chunk)) {
            return;
        }
        if (isSound(blob, decoder, chunk)) {
            known.set(chunk.index());
        } else {
            wrong.computeIfAbsent(blob, id -> new TreeMap<>()).put(chunk.index(), chunk);
        }
    }

    private boolean isSound(String blob, ChunkDecoder decoder, ChunkRef chunk) {
        ByteBuffer plain = buffer.slice(0, chunk.size());
        try {
            if (!cache.load(blob, chunk, plain)) {
                return false;
            }
            decoder.verify(chunk, plain);
            return true;
        } catch (ChunkVerificationException e) {
            return false;
        }
    }

    /** Returns the number of sound chunks. */
    long verified() {
        return sound.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** Makes damaged chunks absent; returns the blobs that had some. */
    List<DamagedItem> removeDamaged() {
        List<DamagedItem> damaged = new ArrayList<>();
        wrong.forEach((blob, chunks) -> {
            chunks.keySet()
                    .removeIf(
                            index -> sound.containsKey(blob) && sound.get(blob).get(index));
            List<ChunkRef> removed = chunks.values().stream()
                    .filter(chunk -> cache.forget(blob, chunk))
                    .toList();
            if (!removed.isEmpty()) {
                ChunkRef first = removed.get(0);
                damaged.add(new DamagedItem("blob", blob, removed.size(), first.index(), first.uncompressedOffset()));
            }
        });
        return damaged;
    }
}
