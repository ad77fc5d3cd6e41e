package dev.nydusview.chunkstore;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The chunks on their way, at most one flight a key. */
final class Flights {
    private final ConcurrentMap<ChunkKey, Flight> pending = new ConcurrentHashMap<>();
    private final ChunkMemory memory;
    private volatile @Nullable IOException closed;

    Flights(ChunkMemory memory) {
        this.memory = memory;
    }

    /** The flight to wait for: {@code mine}, which its owner must then land or fail, or the one that came before. */
    Flight join(Flight mine) {
        Flight earlier = pending.putIfAbsent(mine.key(), mine);
        if (earlier != null) {
            return earlier;
        }
        IOException reason = closed;
        if (reason != null) {
            fail(mine, reason);
        }
        return mine;
    }

    /** The chunk is in memory before its flight is gone, so that whoever misses the one finds the other. */
    void land(Flight flight, VerifiedChunk chunk) {
        memory.keep(flight.key(), chunk);
        pending.remove(flight.key(), flight);
        flight.arrival().complete(chunk);
    }

    /** Forgets the flight first, so that whoever hears of the failure and asks again starts a new one. */
    void fail(Flight flight, Throwable reason) {
        pending.remove(flight.key(), flight);
        flight.arrival().completeExceptionally(asIOException(flight, reason));
    }

    /** Fails what is pending and all that follows. */
    void close(IOException reason) {
        closed = reason;
        for (Flight flight : pending.values()) {
            fail(flight, reason);
        }
    }

    private static IOException asIOException(Flight flight, Throwable reason) {
        return reason instanceof IOException known
                ? known
                : new IOException("chunk " + flight.key().digest() + " could not be delivered: " + reason, reason);
    }
}
