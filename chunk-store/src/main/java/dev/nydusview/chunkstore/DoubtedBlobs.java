package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkRef;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The blobs of an image of which the disk cache had a chunk that did not verify. Further chunks of them count as present
 * only once they have verified: otherwise each damaged one would be found when it is read, and fetched alone, though
 * many could be fetched in one range. Safe for concurrent use.
 */
final class DoubtedBlobs {
    /** Indexes of the chunks that have verified, by the index of the blob; each set guarded by itself. */
    private final Map<Integer, BitSet> verified = new ConcurrentHashMap<>();

    /** Doubts the chunk and its blob. */
    void doubt(ChunkRef chunk) {
        BitSet known = verified.computeIfAbsent(chunk.blobIndex(), blob -> new BitSet());
        synchronized (known) {
            known.clear(chunk.index());
        }
    }

    /** Tests whether the chunk can be believed to be present: its blob is not doubted, or it verifies or has done so. */
    boolean believes(ChunkRef chunk, Predicate<ChunkRef> verifies) {
        BitSet known = verified.get(chunk.blobIndex());
        if (known == null) {
            return true;
        }
        synchronized (known) {
            if (known.get(chunk.index())) {
                return true;
            }
        }
        boolean verifiesNow = verifies.test(chunk);
        if (verifiesNow) {
            synchronized (known) {
                known.set(chunk.index());
            }
        }
        return verifiesNow;
    }
}
