package dev.nydusview.chunkstore;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads ranges and completes or fails each of their chunks. */
final class RangeFetcher {
    /** Bytes of chunks after which they are written to the disk cache. */
    private static final int WRITTEN_TOGETHER = 256 << 10;

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

    /**
     * Reads the range on this thread. Another one decodes and verifies half of many chunks. Returns the nanoseconds until
     * the range was there, or had failed.
     */
    long fetch(FetchPlanner.Range range, ChunkObserver observer) {
        List<LocatedChunk> chunks = range.chunks();
        long start = System.nanoTime();
        long waited = 0;
        try {
            ByteBuffer stored = read(range);
            waited = System.nanoTime() - start;
            observer.fetched(stored.remaining());
            if (chunks.size() < MissedChunks.SHARED_FROM) {
                complete(range, chunks, stored);
            } else {
                completeOnTwoThreads(range, stored);
            }
        } catch (Throwable e) { // the thread must live and the futures complete
            chunks.forEach(chunk -> fail(chunk, e));
        }
        return waited == 0 ? System.nanoTime() - start : waited;
    }

    private void completeOnTwoThreads(FetchPlanner.Range range, ByteBuffer stored) {
        List<LocatedChunk> chunks = range.chunks();
        int half = chunks.size() / 2;
        SecondHalf<Boolean> second = SecondHalf.begin(() -> {
            complete(range, chunks.subList(half, chunks.size()), stored);
            return true;
        });
        complete(range, chunks.subList(0, half), stored);
        second.join();
    }

    /** Completes chunks of a range. Small ones are written to the disk cache together. */
    private void complete(FetchPlanner.Range range, List<LocatedChunk> chunks, ByteBuffer stored) {
        List<LocatedChunk> located = new ArrayList<>();
        List<VerifiedChunk> verified = new ArrayList<>();
        int bytes = 0;
        for (LocatedChunk chunk : chunks) {
            if (chunk.isShared() || chunk.pending().chunk().size() > MissedChunks.SMALL) {
                complete(range, chunk, stored);
                continue;
            }
            VerifiedChunk decoded = decoded(range, chunk, stored);
            if (decoded != null) {
                located.add(chunk);
                verified.add(decoded);
                bytes += chunk.pending().chunk().size();
            }
            if (bytes >= WRITTEN_TOGETHER) {
                completeSmall(located, verified);
                located.clear();
                verified.clear();
                bytes = 0;
            }
        }
        completeSmall(located, verified);
    }

    /** Returns a chunk that others do not share; null if it has failed. */
    private @Nullable VerifiedChunk decoded(FetchPlanner.Range range, LocatedChunk located, ByteBuffer stored) {
        try {
            return decodedOnce(range, located, stored);
        } catch (CorruptDataException e) {
            return decodedAgain(range, located, e);
        } catch (IOException | RuntimeException | Error e) {
            fail(located, e);
            return null;
        }
    }

    private @Nullable VerifiedChunk decodedAgain(
            FetchPlanner.Range range, LocatedChunk located, CorruptDataException damage) {
        try {
            FetchPlanner.Range own = own(range, located);
            return decodedOnce(own, located, readAgain(own));
        } catch (CorruptDataException e) {
            fail(located, e);
        } catch (IOException | RuntimeException | Error e) {
            damage.addSuppressed(e);
            fail(located, damage);
        }
        return null;
    }

    private VerifiedChunk decodedOnce(FetchPlanner.Range range, LocatedChunk located, ByteBuffer stored)
            throws IOException {
        ChunkRef chunk = located.pending().chunk();
        ByteBuffer plain = image.decoder().cut(chunk, located.location(), unpacked(range, located, stored));
        return new VerifiedChunk(chunk, plain);
    }

    /** The range of one chunk alone, which is read once more before the chunk is called damaged. */
    private static FetchPlanner.Range own(FetchPlanner.Range range, LocatedChunk located) {
        ChunkLocation location = located.location();
        return new FetchPlanner.Range(range.blobId(), location.offset(), location.size(), List.of(located));
    }

    /** Completes chunks that need no place in memory once they are on disk. */
    private void completeSmall(List<LocatedChunk> located, List<VerifiedChunk> verified) {
        if (verified.isEmpty()) {
            return;
        }
        boolean kept = image.disk().store(verified);
        image.counters().chunksFetched.add(verified.size());
        for (int i = 0; i < verified.size(); i++) {
            completed(located.get(i).pending(), verified.get(i), kept);
            image.inFlight().release(located.get(i));
        }
    }

    /** Completes a chunk, which is kept in memory unless it is on disk. */
    private void completed(PendingChunk pending, VerifiedChunk verified, boolean onDisk) {
        if (onDisk) {
            image.recent().keep(image.inFlight(), pending.key(), verified.bytes());
            image.inFlight().completeFromDisk(pending, verified);
        } else {
            image.inFlight().complete(pending, verified);
        }
    }

    private ByteBuffer unpacked(FetchPlanner.Range range, LocatedChunk located, ByteBuffer stored) throws IOException {
        ChunkLocation location = located.location();
        ByteBuffer own = stored.slice((int) (location.offset() - range.offset()), location.size());
        return image.decoder().unpack(located.pending().chunk(), location, own);
    }

    /** Reads stored bytes that were wrong once more, from elsewhere if there is an elsewhere. */
    private ByteBuffer readAgain(FetchPlanner.Range range) throws IOException {
        image.counters().rangesAgain.increment();
        image.source().distrust(range.blobId());
        return read(range);
    }

    private ByteBuffer read(FetchPlanner.Range range) throws IOException {
        image.counters().ranges.increment();
        long start = System.nanoTime();
        ByteBuffer stored = image.source().read(range.blobId(), range.offset(), range.length());
        image.link().add(range.length(), System.nanoTime() - start);
        image.counters().rangeBytes.add(stored.remaining());
        if (stored.remaining() != range.length()) {
            throw new IOException("blob " + range.blobId() + " delivered " + stored.remaining() + " bytes at offset "
                    + range.offset() + " instead of " + range.length());
        }
        return stored.slice();
    }

    /** Completes one chunk of a range. A failure of its stored bytes fails this chunk only. */
    private void complete(FetchPlanner.Range range, LocatedChunk located, ByteBuffer stored) {
        complete(range, located, stored, false);
    }

    /** @param again whether the stored bytes have been read a second time */
    private void complete(FetchPlanner.Range range, LocatedChunk located, ByteBuffer stored, boolean again) {
        ByteBuffer unpacked;
        try {
            unpacked = unpacked(range, located, stored);
        } catch (IOException | RuntimeException | Error e) {
            if (again || !completedAgain(range, located, e)) {
                fail(located, e);
            }
            return;
        }
        try {
            complete(located.pending(), verified(located, unpacked));
        } catch (IOException | RuntimeException | Error e) {
            if (!again && completedAgain(range, located, e)) {
                return;
            }
            image.inFlight().fail(located.pending(), e);
        }
        if (located.isShared()) {
            image.inFlight().takeWaiting(located).forEach(waiting -> complete(waiting, unpacked));
            if (!image.coStored().keep(located.pending().chunk(), unpacked)) {
                image.contexts().keep(located.stored(), unpacked);
            }
        }
        image.inFlight().release(located).forEach(waiting -> complete(waiting, unpacked));
    }

    /** Completes a chunk from its decompressed context. */
    void complete(LocatedChunk located, ByteBuffer unpacked) {
        PendingChunk pending = located.pending();
        try {
            complete(pending, verified(located, unpacked));
        } catch (IOException | RuntimeException | Error e) {
            image.inFlight().fail(pending, e);
        }
    }

    private VerifiedChunk verified(LocatedChunk located, ByteBuffer unpacked) throws IOException {
        ChunkRef chunk = located.pending().chunk();
        ByteBuffer plain = image.decoder().cut(chunk, located.location(), unpacked);
        if (located.isShared()) {
            // A chunk that stays in memory must not keep the whole context alive.
            plain = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
        }
        return new VerifiedChunk(chunk, plain.slice().asReadOnlyBuffer());
    }

    private void complete(PendingChunk pending, VerifiedChunk verified) {
        image.counters().chunksFetched.increment();
        completed(pending, verified, image.disk().store(List.of(verified)));
    }

    /** Reads damaged bytes once more; false if that failed, too, and nothing was completed. */
    private boolean completedAgain(FetchPlanner.Range range, LocatedChunk located, Throwable damage) {
        if (!(damage instanceof CorruptDataException)) {
            return false;
        }
        FetchPlanner.Range own = own(range, located);
        ByteBuffer stored;
        try {
            stored = readAgain(own);
        } catch (IOException | RuntimeException | Error e) {
            damage.addSuppressed(e);
            return false;
        }
        complete(own, located, stored, true);
        return true;
    }

    /** Fails a chunk and the others that wait for the same stored bytes. */
    void fail(LocatedChunk located, Throwable reason) {
        image.inFlight().fail(located.pending(), reason);
        for (LocatedChunk waiting : image.inFlight().release(located)) {
            image.inFlight().fail(waiting.pending(), reason);
        }
    }
}
