package dev.nydusview.chunkstore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The verified chunks that were read last of the disk caches of all images, in a fixed number of arrays which are filled
 * again and again: a file that is read in order needs each of its chunks for two reads or more, and new arrays of that size
 * would keep the collector busy. Safe for concurrent use.
 */
final class RecentChunks {
    /** Bytes in the largest chunk that is held: as many as chunks have by default. */
    static final int MAX_CHUNK = 1 << 20;

    private final int most;

    /** Guarded by this. In order of use, the latest last. */
    private final List<Slot> slots = new ArrayList<>();

    /** A chunk of an image. */
    private record Held(InFlightChunks.Image image, ChunkKey key) {}

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        /** Guarded by the monitor of the {@link RecentChunks}; null if it holds none. */
        private @Nullable Held held;
        /** Guarded by lock, as are the bytes. */
        private byte[] bytes = {};
    }

    /** @param most chunks that are held; best as many as requests are answered at a time, with a chunk and a half each */
    RecentChunks(int most) {
        this.most = most;
    }

    /**
     * Hands a chunk to {@code reader}: one that is held, or else what {@code loader} has filled a buffer with.
     *
     * @param loader returns false if it has no verified bytes
     * @param reader receives the chunk, which changes when it returns
     * @return false if there are no verified bytes, or all buffers are in use
     */
    boolean read(InFlightChunks.Image image, ChunkKey key, Predicate<ByteBuffer> loader, Consumer<ByteBuffer> reader) {
        return readHeld(new Held(image, key), reader) || load(new Held(image, key), loader, reader);
    }

    /** Returns a copy of a chunk; null if it is not held. */
    @Nullable
    ByteBuffer find(InFlightChunks.Image image, ChunkKey key) {
        if (key.size() > MAX_CHUNK) {
            return null;
        }
        ByteBuffer[] copy = new ByteBuffer[1];
        boolean unused = readHeld(
                new Held(image, key),
                held -> copy[0] =
                        ByteBuffer.allocate(held.remaining()).put(held).flip());
        return copy[0];
    }

    private boolean readHeld(Held wanted, Consumer<ByteBuffer> reader) {
        Slot slot = held(wanted);
        if (slot == null) {
            return false;
        }
        slot.lock.lock();
        try {
            if (!isHeld(slot, wanted)) {
                return false; // another one took its place meanwhile, or it could not be loaded
            }
            reader.accept(ByteBuffer.wrap(slot.bytes, 0, wanted.key.size()));
            return true;
        } finally {
            slot.lock.unlock();
        }
    }

    private boolean load(Held wanted, Predicate<ByteBuffer> loader, Consumer<ByteBuffer> reader) {
        Slot slot = taken(wanted);
        if (slot == null) {
            return false;
        }
        boolean loaded = false;
        try {
            if (slot.bytes.length < wanted.key.size()) {
                slot.bytes = new byte[wanted.key.size() <= MAX_CHUNK / 4 ? MAX_CHUNK / 4 : MAX_CHUNK];
            }
            loaded = loader.test(ByteBuffer.wrap(slot.bytes, 0, wanted.key.size()));
            if (loaded) {
                reader.accept(ByteBuffer.wrap(slot.bytes, 0, wanted.key.size()));
            }
            return loaded;
        } finally {
            if (!loaded) {
                drop(slot);
            }
            slot.lock.unlock();
        }
    }

    /** Keeps a verified chunk, unless it is too large or all buffers are in use; or so small that it is read only once. */
    void keep(InFlightChunks.Image image, ChunkKey key, ByteBuffer chunk) {
        if (key.size() > MAX_CHUNK || key.size() <= MissedChunks.SMALL) {
            return;
        }
        boolean unused = load(
                new Held(image, key),
                buffer -> {
                    buffer.put(chunk.duplicate());
                    return true;
                },
                kept -> {});
    }

    private synchronized @Nullable Slot held(Held wanted) {
        for (int i = slots.size() - 1; i >= 0; i--) {
            Slot slot = slots.get(i);
            if (wanted.equals(slot.held)) {
                slots.remove(i);
                slots.add(slot);
                return slot;
            }
        }
        return null;
    }

    private synchronized boolean isHeld(Slot slot, Held wanted) {
        return wanted.equals(slot.held);
    }

    private synchronized void drop(Slot slot) {
        slot.held = null;
    }

    /** Returns a slot for a chunk, locked: a new one, or the one that was used least recently of those that are free. */
    private synchronized @Nullable Slot taken(Held wanted) {
        Slot slot = null;
        for (int i = 0; i < slots.size() && slot == null && slots.size() == most; i++) {
            slot = slots.get(i).lock.tryLock() ? slots.remove(i) : null;
        }
        if (slot == null && slots.size() < most) {
            slot = new Slot();
            slot.lock.lock();
        }
        if (slot != null) {
            slot.held = wanted;
            slots.add(slot);
        }
        return slot;
    }
}
