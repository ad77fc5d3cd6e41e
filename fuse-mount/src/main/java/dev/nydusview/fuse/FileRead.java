package dev.nydusview.fuse;

import dev.nydusview.rafs.chunk.PendingRead;

/**
 * A read of an open file that has begun.
 *
 * @param wanted whether a process waits for all of it, rather than the page cache of the kernel
 * @param begun by {@code System.nanoTime}
 */
public record FileRead(OpenFile file, long offset, boolean wanted, PendingRead pending, long begun) {
    /** Makes a read that begins now. */
    public FileRead(OpenFile file, long offset, boolean wanted, PendingRead pending) {
        this(file, offset, wanted, pending, System.nanoTime());
    }
}
