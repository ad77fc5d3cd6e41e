package dev.nydusview.rootfs.unpack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A map in a file, which does not take heap however much it holds: from keys to values, each of one length. Open
 * addressing, at most half full; the file is made at the first put, and removed at the end.
 */
final class DiskHashMap implements Closeable {
    private static final int FIRST_SLOTS = 1 << 12;
    private static final int BLOCK_SLOTS = 256;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;
    private static final byte USED = 1;

    private final Path file;
    private final int keyLength;
    private final int slotLength;
    private final ByteBuffer slot;
    private @Nullable FileChannel channel;
    private long slots;
    private long count;

    /** @param file that is not there yet, in a directory that is this user's alone */
    DiskHashMap(Path file, int keyLength, int valueLength) {
        this.file = file;
        this.keyLength = keyLength;
        this.slotLength = 1 + keyLength + valueLength;
        this.slot = ByteBuffer.allocateDirect(slotLength);
    }

    /** Sets the value of {@code key}; returns whether the key is new. */
    boolean put(byte[] key, byte[] value) throws IOException {
        FileChannel open = room();
        long place = find(open, key);
        boolean fresh = slot.get(0) != USED;
        slot.clear().put(USED).put(key).put(value).flip();
        writeFully(open, slot, place * slotLength);
        count += fresh ? 1 : 0;
        return fresh;
    }

    /** Returns the value of {@code key}; null if it is absent. */
    byte @Nullable [] get(byte[] key) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            return null;
        }
        find(open, key);
        if (slot.get(0) != USED) {
            return null;
        }
        byte[] value = new byte[slotLength - 1 - keyLength];
        slot.get(1 + keyLength, value);
        return value;
    }

    /** Returns the slot of {@code key}, or the free one where it belongs, and reads it into the buffer. */
    private long find(FileChannel open, byte[] key) throws IOException {
        long mask = slots - 1;
        for (long place = hash(key) & mask; ; place = (place + 1) & mask) {
            read(open, place);
            if (slot.get(0) != USED || isAt(key)) {
                return place;
            }
        }
    }

    private boolean isAt(byte[] key) {
        for (int i = 0; i < keyLength; i++) {
            if (slot.get(1 + i) != key[i]) {
                return false;
            }
        }
        return true;
    }

    private static long hash(byte[] key) {
        long product = ByteBuffer.wrap(key).getLong() * SPREAD;
        return product ^ product >>> 32;
    }

    private void read(FileChannel open, long place) throws IOException {
        slot.clear();
        while (slot.hasRemaining() && open.read(slot, place * slotLength + slot.position()) >= 0) {
            // A read may be short.
        }
        if (slot.position() < slotLength) {
            slot.put(0, (byte) 0); // behind the end of the file, where nothing was put yet
        }
    }

    private FileChannel room() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            slots = FIRST_SLOTS;
            open = create(file);
            channel = open;
        } else if (count >= slots / 2) {
            open = grow(open);
            channel = open;
        }
        return open;
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private FileChannel grow(FileChannel full) throws IOException {
        Path larger = file.resolveSibling(file.getFileName() + ".larger");
        FileChannel open = create(larger);
        try {
            long before = slots;
            slots *= 2;
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_SLOTS * slotLength);
            byte[] key = new byte[keyLength];
            for (long place = 0; place < before; place += BLOCK_SLOTS) {
                block.clear();
                while (block.hasRemaining() && full.read(block, place * slotLength + block.position()) >= 0) {
                    // A read may be short.
                }
                for (block.flip(); block.remaining() >= slotLength; ) {
                    ByteBuffer one = block.slice(block.position(), slotLength);
                    block.position(block.position() + slotLength);
                    if (one.get(0) == USED) {
                        one.get(1, key);
                        writeFully(open, one, find(open, key) * slotLength);
                    }
                }
            }
            full.close();
            Files.move(larger, file, StandardCopyOption.ATOMIC_MOVE);
            return open;
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private void writeFully(FileChannel open, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += open.write(bytes, at);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "working files of an image cannot be stored in " + file.getParent() + ": " + e.getMessage()
                            + ": make room, or name another directory with --cache-dir",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            channel = null;
            count = 0;
            open.close();
            Files.deleteIfExists(file);
        }
    }
}
