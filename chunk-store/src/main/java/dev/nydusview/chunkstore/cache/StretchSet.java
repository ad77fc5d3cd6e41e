package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.model.ChunkRef;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Stretches of blobs in which images have chunks. */
public final class StretchSet {
    private final CacheLayout layout;
    private final Map<Path, BitSet> stretches = new HashMap<>();
    private final Set<Path> all = new HashSet<>();

    public StretchSet(CacheLayout layout) {
        this.layout = layout;
    }

    /** Adds the stretches of a chunk of {@code blob} that the cache accepts. */
    public void add(String blob, ChunkRef chunk) {
        if (!ChunkCache.accepts(chunk)) {
            return;
        }
        long end = chunk.uncompressedOffset() + chunk.size();
        stretches
                .computeIfAbsent(layout.data(blob), unused -> new BitSet())
                .set(
                        (int) (chunk.uncompressedOffset() / StretchUse.STRETCH),
                        (int) ((end - 1) / StretchUse.STRETCH) + 1);
        addWhole(blob);
    }

    /** Adds all stretches of {@code blob}. */
    public void addAll(String blob) {
        all.add(layout.data(blob));
        addWhole(blob);
    }

    private void addWhole(String blob) {
        if (Sha256.isHex(blob)) {
            all.add(layout.whole(new Sha256(blob)));
        }
    }

    public boolean contains(CachedStretch stretch) {
        BitSet numbers = stretches.get(stretch.data());
        return all.contains(stretch.data())
                || (numbers != null && !stretch.isWhole() && numbers.get((int) stretch.number()));
    }
}
