package dev.nydusview.scan.profile;

import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sums of the stored bytes of chunks. */
final class StoredBytes {
    private StoredBytes() {}

    /** Returns the stored bytes of those of {@code chunks} that are in blob {@code index}, each place counted once. */
    static long of(ChunkLocator locator, List<ChunkRef> chunks, int index) {
        Set<Long> places = new HashSet<>();
        long sum = 0;
        for (ChunkRef chunk : chunks) {
            if (chunk.blobIndex() == index) {
                try {
                    ChunkLocation location = locator.locate(chunk);
                    sum += places.add(location.offset()) ? location.size() : 0;
                } catch (IOException e) {
                    return 0; // the blob's chunk index cannot be read, so its chunks' places are unknown
                }
            }
        }
        return sum;
    }
}
