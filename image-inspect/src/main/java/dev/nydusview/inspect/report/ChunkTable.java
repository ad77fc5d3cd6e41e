package dev.nydusview.inspect.report;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.path.EntryPath;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The chunks that files use, each once. Ignores further ones when it is full, so that hostile images fit into memory.
 */
final class ChunkTable {
    private static final int MAX_CHUNKS = 1 << 20;
    private static final long MAX_USES = 1L << 24;

    private final Map<Long, Chunk> chunks = new HashMap<>();
    private final ChunkExtents places;
    private long uses;

    ChunkTable(ChunkExtents places) {
        this.places = places;
    }

    boolean isFull() {
        return uses >= MAX_USES || chunks.size() >= MAX_CHUNKS;
    }

    /** Counts that {@code file}, which is in {@code directory}, uses a chunk. */
    Use use(ChunkRecord record, Directory directory, EntryPath file) {
        uses++;
        ChunkRef ref = record.chunk();
        long key = (long) ref.blobIndex() << 24 | ref.index();
        Chunk known = chunks.get(key);
        if (known != null) {
            known.use(file);
            return new Use(known, false);
        }
        Chunk chunk = new Chunk(ref, places.of(record), directory, file);
        chunks.put(key, chunk);
        return new Use(chunk, true);
    }

    /** A use of a chunk; {@code first} if there was none before. */
    record Use(Chunk chunk, boolean first) {}

    Collection<Chunk> chunks() {
        return Collections.unmodifiableCollection(chunks.values());
    }

    /** References to chunks, in all files. */
    long uses() {
        return uses;
    }
}
