package dev.nydusview.chunkstore;

import dev.nydusview.base.ThreadSupply;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * Work that another thread may take while this one does its own. If none has begun it by then, because all are busy or
 * there can be no further thread, {@link #join} does it here.
 */
final class SecondHalf<T> {
    private final FutureTask<T> task;

    private SecondHalf(FutureTask<T> task) {
        this.task = task;
    }

    static <T> SecondHalf<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        if (!ThreadSupply.isLimited()) { // the pool would take the reserve
            try {
                ForkJoinPool.commonPool().execute(task);
            } catch (RuntimeException | OutOfMemoryError e) {
                ThreadSupply.noteRefusal(); // this thread does it
            }
        }
        return new SecondHalf<>(task);
    }

    /** Returns the result; throws what the work has thrown, unless that is declared. */
    T join() {
        task.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
