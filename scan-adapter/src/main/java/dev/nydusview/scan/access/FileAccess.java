package dev.nydusview.scan.access;

import dev.nydusview.rafs.model.Inode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Accesses of one user of a mount to one file. */
public final class FileAccess {
    private final String path;
    private final Inode inode;
    private final AtomicInteger opens = new AtomicInteger();
    private final LongAdder reads = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile FileKind kind = FileKind.UNREAD;
    private volatile long lowest = Long.MAX_VALUE;
    private volatile long highest;

    FileAccess(String path, Inode inode) {
        this.path = path;
        this.inode = inode;
    }

    void opened() {
        opens.incrementAndGet();
    }

    void read(long offset, ByteBuffer answer) {
        reads.increment();
        bytes.add(answer.remaining());
        if (offset == 0) {
            kind = FileKind.of(answer);
        }
        synchronized (this) {
            lowest = Math.min(lowest, offset);
            highest = Math.max(highest, offset + answer.remaining());
        }
    }

    /** The path by which it was opened first, from the root of the image. */
    public String path() {
        return path;
    }

    public Inode inode() {
        return inode;
    }

    public int opens() {
        return opens.get();
    }

    public boolean wasRead() {
        return reads.sum() > 0;
    }

    /** Returns the bytes requested from the mount, including the kernel's read-ahead. */
    public long bytes() {
        return bytes.sum();
    }

    public FileKind kind() {
        return kind;
    }

    /** Offset of the first byte that was read; past every file if none was. */
    public long lowest() {
        return lowest;
    }

    /** Offset past the last byte that was read. */
    public long highest() {
        return highest;
    }
}
