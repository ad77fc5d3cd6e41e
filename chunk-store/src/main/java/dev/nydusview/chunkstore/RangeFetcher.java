package dev.nydusview.chunkstore;

import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkLocation;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads ranges and completes or fails each of their chunks. */
final class RangeFetcher {
    private final ImageResources image;

    RangeFetcher(ImageResources image) {
        this.image = image;
    }

    /** Queues the range; its chunks fail if the image is closed. {@code observer} receives what is read for it. */
    void submit(FetchPlanner.Range range, ChunkObserver observer) {
        try {
            image.threads().fetch(range.length(), () -> fetch(range, observer));
        } catch (RuntimeException | Error e) {
            range.chunks().forEach(chunk -> fail(chunk, e));
        }
    }

    /** Reads the range on this thread. */
    void fetch(FetchPlanner.Range range, ChunkObserver observer) {
        try {
            ByteBuffer stored = read(range);
            observer.fetched(stored.remaining());
            for (LocatedChunk chunk : range.chunks()) {
                complete(range, chunk, stored);
            }
        } catch (Throwable e) { // the thread must live and the futures complete
            range.chunks().forEach(chunk -> fail(chunk, e));
        }
    }

    private ByteBuffer read(FetchPlanner.Range range) throws IOException {
        image.counters().ranges.increment();
        ByteBuffer stored = image.source().read(range.blobId(), range.offset(), range.length());
        image.counters().rangeBytes.add(stored.remaining());
        if (stored.remaining() != range.length()) {
            throw new IOException("blob " + range.blobId() + " delivered " + stored.remaining() + " bytes at offset "
                    + range.offset() + " instead of " + range.length());
        }
        return stored.slice();
    }

    /** Completes one chunk of a range. A failure of its stored bytes fails this chunk only. */
    private void complete(FetchPlanner.Range range, LocatedChunk located, ByteBuffer stored) {
        ByteBuffer unpacked;
        try {
            ChunkLocation location = located.location();
            ByteBuffer own = stored.slice((int) (location.offset() - range.offset()), location.size());
            unpacked = image.decoder().unpack(located.pending().chunk(), location, own);
        } catch (IOException | RuntimeException | Error e) {
            fail(located, e);
            return;
        }
        complete(located, unpacked);
        if (located.isShared()) {
            image.contexts().keep(located.stored(), unpacked);
            image.inFlight().takeWaiting(located).forEach(waiting -> complete(waiting, unpacked));
            image.coStored().keep(located.pending().chunk(), unpacked);
        }
        image.inFlight().release(located).forEach(waiting -> complete(waiting, unpacked));
    }

    /** Completes a chunk from its decompressed context. */
    void complete(LocatedChunk located, ByteBuffer unpacked) {
        PendingChunk pending = located.pending();
        try {
            ByteBuffer plain = image.decoder().cut(pending.chunk(), located.location(), unpacked);
            if (located.isShared()) {
                // A chunk that stays in memory must not keep the whole context alive.
                plain = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
            }
            VerifiedChunk verified =
                    new VerifiedChunk(pending.chunk(), plain.slice().asReadOnlyBuffer());
            image.counters().chunksFetched.increment();
            image.disk().store(verified);
            image.inFlight().complete(pending, verified);
        } catch (IOException | RuntimeException | Error e) {
            image.inFlight().fail(pending, e);
        }
    }

    /** Fails a chunk and the others that wait for the same stored bytes. */
    void fail(LocatedChunk located, Throwable reason) {
        image.inFlight().fail(located.pending(), reason);
        for (LocatedChunk waiting : image.inFlight().release(located)) {
            image.inFlight().fail(waiting.pending(), reason);
        }
    }
}
