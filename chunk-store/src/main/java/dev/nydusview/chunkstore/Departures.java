package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.ChunkLocation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides which chunks are fetched now: not those of a unit that is here or on its way, and not those whose stored
 * bytes another image on the same cache is fetching.
 */
final class Departures {
    private final ChunkBounds bounds;
    private final DiskTier disk;
    private final Units units;
    private final StoredClaims claims;
    private final Predicate<Flight> fromDisk;

    /** @param fromDisk lands a flight whose chunk is on disk, and says whether it has */
    Departures(ChunkBounds bounds, DiskTier disk, Units units, StoredClaims claims, Predicate<Flight> fromDisk) {
        this.bounds = bounds;
        this.disk = disk;
        this.units = units;
        this.claims = claims;
        this.fromDisk = fromDisk;
    }

    /**
     * Those of {@code located} that whoever calls has to give to {@code fetcher}; the flights of the others are taken
     * care of.
     *
     * @param again begins anew with flights whose stored bytes another image has fetched, or has failed to
     */
    List<LocatedChunk> of(List<LocatedChunk> located, RangeFetcher fetcher, Consumer<List<Flight>> again) {
        try {
            List<LocatedChunk> wanted = admitted(located, fetcher);
            wanted.removeIf(chunk -> disk.keeps(chunk.flight().chunk()) && !isOurs(chunk, again));
            return wanted;
        } catch (RuntimeException | Error e) {
            located.forEach(chunk -> fetcher.fail(chunk, e));
            throw e;
        }
    }

    private List<LocatedChunk> admitted(List<LocatedChunk> located, RangeFetcher fetcher) {
        List<LocatedChunk> wanted = new ArrayList<>(located.size());
        for (LocatedChunk chunk : located) {
            ByteBuffer here = chunk.isShared() ? units.admit(chunk, wanted) : null;
            if (here != null) {
                fetcher.land(chunk, here);
            } else if (!chunk.isShared()) {
                wanted.add(chunk);
            }
        }
        return wanted;
    }

    private boolean isOurs(LocatedChunk chunk, Consumer<List<Flight>> again) {
        ChunkLocation location = chunk.location();
        Runnable whenFree = () -> again.accept(back(chunk, List.of(chunk.flight())));
        if (!claims.take(bounds.blobId(chunk.flight().chunk()), location.offset(), location.size(), whenFree)) {
            return false;
        }
        // Another image may have stored it between our look at the disk and the claim.
        if (!fromDisk.test(chunk.flight())) {
            return true;
        }
        release(chunk);
        again.accept(back(chunk, List.of()));
        return false;
    }

    /** {@code first} and the flights that have waited for the unit of {@code chunk}, which is not on its way any more. */
    private List<Flight> back(LocatedChunk chunk, List<Flight> first) {
        List<Flight> flights = new ArrayList<>(first);
        if (chunk.isShared()) {
            units.end(chunk, null).forEach(waiting -> flights.add(waiting.flight()));
        }
        return flights;
    }

    /** To be called when the stored bytes of {@code chunk} have been fetched and what they make is on disk, or neither. */
    void release(LocatedChunk chunk) {
        ChunkLocation location = chunk.location();
        claims.release(bounds.blobId(chunk.flight().chunk()), location.offset(), location.size());
    }

    /** Leaves to others what has not landed. */
    void close() {
        claims.close();
    }
}
