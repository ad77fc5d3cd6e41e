package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.StoredForm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Units: stored bytes that make several chunks. Each is fetched and unpacked once for all that want a chunk of it at
 * the time, and kept for those that come soon after, within a number of bytes.
 */
final class Units {
    private final long capacity;
    private final LinkedHashMap<Key, ByteBuffer> unpacked = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, Pending> pending = new HashMap<>();
    private long used;

    Units(long capacity) {
        this.capacity = capacity;
    }

    private record Key(int blobIndex, long offset, int size, int plainSize) {
        static Key of(LocatedChunk chunk) {
            StoredForm.Shared form = (StoredForm.Shared) chunk.location().form();
            return new Key(chunk.blobIndex(), chunk.offset(), chunk.location().size(), form.plainSize());
        }
    }

    /** A unit on its way: who fetches it, and who else waits. */
    private record Pending(LocatedChunk owner, List<LocatedChunk> waiting) {}

    /**
     * What the unit of {@code chunk} makes, if it is here. Else null, and the chunk then either waits for its unit, or
     * is added to {@code toFetch}: whoever fetches it must {@link #end} it.
     */
    synchronized @Nullable ByteBuffer admit(LocatedChunk chunk, List<LocatedChunk> toFetch) {
        Key key = Key.of(chunk);
        ByteBuffer here = unpacked.get(key);
        if (here != null) {
            return here;
        }
        Pending earlier = pending.get(key);
        if (earlier != null) {
            earlier.waiting.add(chunk);
        } else {
            pending.put(key, new Pending(chunk, new ArrayList<>()));
            toFetch.add(chunk);
        }
        return null;
    }

    /**
     * The chunks that have waited for {@code owner} to fetch their unit; none at a second call.
     *
     * @param made what the unit makes; null if it could not be fetched
     */
    synchronized List<LocatedChunk> end(LocatedChunk owner, @Nullable ByteBuffer made) {
        Key key = Key.of(owner);
        Pending ended = pending.get(key);
        if (ended == null || !ended.owner.equals(owner)) {
            return List.of();
        }
        pending.remove(key);
        if (made != null && key.plainSize <= capacity) {
            keep(key, made);
        }
        return ended.waiting;
    }

    private void keep(Key key, ByteBuffer made) {
        if (unpacked.put(key, made) == null) {
            used += key.plainSize;
        }
        Iterator<Key> eldest = unpacked.keySet().iterator();
        while (used > capacity) {
            used -= eldest.next().plainSize;
            eldest.remove();
        }
    }

    synchronized void clear() {
        unpacked.clear();
        used = 0;
    }
}
