package dev.nydusview.fuse.kernel;

import dev.nydusview.linux.NativeBuffer;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.NameRules;
import java.nio.ByteBuffer;

/**
 * One request as the kernel has written it. Each worker has one, whose content the next read replaces. Sizes are the
 * kernel's own, which is trusted as far as the system is.
 */
final class Request {
    /** Must be at least {@code FUSE_MIN_READ_BUFFER}, 8 KiB, and hold the longest name. */
    private static final int CAPACITY = 1 << 14;

    private final NativeBuffer buffer = NativeBuffer.allocate(CAPACITY);
    private final ByteBuffer bytes = buffer.bytes();
    private final EntryBuffer entry = new EntryBuffer();
    private int length;

    /** Returns memory for the inode that the answer is about. */
    EntryBuffer entry() {
        return entry;
    }

    NativeBuffer buffer() {
        return buffer;
    }

    /** Sets the bytes that were read. */
    void length(int read) {
        length = read;
    }

    int opcode() {
        return bytes.getInt(FuseProtocol.IN_OPCODE);
    }

    /** The number that the answer must bear. */
    long unique() {
        return bytes.getLong(FuseProtocol.IN_UNIQUE);
    }

    long node() {
        return bytes.getLong(FuseProtocol.IN_NODEID);
    }

    /** The thread that asks; 0 if it is in another namespace of processes, or the kernel itself. */
    int pid() {
        return bytes.getInt(FuseProtocol.IN_PID);
    }

    int i32(int offset) {
        return bytes.getInt(offset);
    }

    long i64(int offset) {
        return bytes.getLong(offset);
    }

    /** Returns a copy of the name that starts at {@code offset} and ends with a NUL. */
    byte[] name(int offset) {
        byte[] name = new byte[nameLength(offset)];
        bytes.get(offset, name);
        return name;
    }

    /** Copies that name to {@link #entry}; returns whether an entry has room for it. */
    boolean takeName(int offset) {
        int count = nameLength(offset);
        if (count > NameRules.MAX_NAME) {
            return false;
        }
        bytes.get(offset, entry.name(), 0, count);
        entry.named(count);
        return true;
    }

    private int nameLength(int offset) {
        int end = offset;
        while (end < length && bytes.get(end) != 0) {
            end++;
        }
        return end - offset;
    }
}
