package dev.nydusview.chunkstore;

import dev.nydusview.rafs.RafsException;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.chunk.ChunkLocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out where chunks are stored; fails the flights of those for which it cannot. */
final class ChunkFinder {
    private final ChunkLocator locator;
    private final ChunkBounds bounds;
    private final Flights flights;

    ChunkFinder(ChunkLocator locator, ChunkBounds bounds, Flights flights) {
        this.locator = locator;
        this.bounds = bounds;
        this.flights = flights;
    }

    /**
     * The chunks that were found. Locating may have to read the chunk index of a blob, so a blob for which that
     * failed is not tried again in the same call: the time-outs would add up.
     */
    List<LocatedChunk> find(List<Flight> wanted) {
        List<LocatedChunk> found = new ArrayList<>(wanted.size());
        Map<Integer, IOException> unreachable = new HashMap<>();
        for (Flight flight : wanted) {
            try {
                IOException before = unreachable.get(flight.chunk().blobIndex());
                if (before != null) {
                    throw before;
                }
                found.add(find(flight));
            } catch (IOException e) {
                if (!(e instanceof RafsException)) {
                    unreachable.put(flight.chunk().blobIndex(), e);
                }
                flights.fail(flight, e);
            } catch (RuntimeException | Error e) {
                flights.fail(flight, e);
            }
        }
        return found;
    }

    private LocatedChunk find(Flight flight) throws IOException {
        ChunkLocation location = locator.locate(flight.chunk());
        bounds.check(flight.chunk(), location);
        return new LocatedChunk(flight, location);
    }
}
