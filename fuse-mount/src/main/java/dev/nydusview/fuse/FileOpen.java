package dev.nydusview.fuse;

import dev.nydusview.rafs.chunk.PendingRead;
import org.jspecify.annotations.Nullable;

/**
 * An open that has begun.
 *
 * @param verification of the whole file, on which the open waits; null if there is none
 */
public record FileOpen(OpenFile file, @Nullable PendingRead verification) {
    /** Tests whether the open can be finished without waiting. */
    public boolean isDone() {
        return verification == null || verification.isDone();
    }

    /** Runs {@code next} when {@link #isDone}: on this thread, or on the one that delivers the last chunk. */
    public void whenDone(Runnable next) {
        if (verification == null) {
            next.run();
        } else {
            verification.whenDone(next);
        }
    }
}
