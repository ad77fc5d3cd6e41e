package dev.nydusview.jobs.batch;

import dev.nydusview.jobs.Console;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Work on images, several at a time. Results are taken one after the other in the order of the images, and what the work
 * prints appears in that order too, each image's whole.
 */
public final class ImageBatch {
    private static final long GRACE_SECONDS = 10;

    private final Console console;
    private final int images;
    private final int atATime;

    /**
     * @param console prints for the work
     * @param images that there are
     * @param atATime number of images that are worked on at one time, at least 1
     */
    public ImageBatch(Console console, int images, int atATime) {
        this.console = console;
        this.images = images;
        this.atATime = Math.max(1, Math.min(images, atATime));
    }

    /** Work on one image; a failure of it ends the batch. */
    public interface Work<R> {
        /**
         * Works on the image with the number {@code image}, from 0, in a thread that is interrupted to end the batch.
         *
         * @param own prints for this image alone
         */
        R on(int image, Console own) throws IOException, InterruptedException;
    }

    /** Receiver of results, in the thread that runs the batch. */
    public interface Results<R> {
        void take(int image, R result) throws IOException;
    }

    /** Runs {@code work}, and returns the number of images whose results were taken: fewer than all if interrupted. */
    public <R> int run(Work<R> work, Results<R> results) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try (Turns turns = new Turns(console, images)) {
            return run(threads, turns, work, results);
        } finally {
            end(threads);
        }
    }

    private <R> int run(ExecutorService threads, Turns turns, Work<R> work, Results<R> results) throws IOException {
        // Results that wait are held, so few images are ahead of the one whose turn it is.
        int window = 2 * atATime - 1;
        Queue<Future<R>> running = new ArrayDeque<>();
        int begun = 0;
        for (int image = 0; image < images; image++) {
            for (; begun < Math.min(images, image + window); begun++) {
                int next = begun;
                TurnConsole own = turns.add(next);
                running.add(threads.submit(() -> worked(work, next, own, turns)));
            }
            try {
                turns.begin(image);
                results.take(image, running.remove().get());
            } catch (InterruptedException | ClosedByInterruptException e) {
                return image;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            }
            turns.end(image);
        }
        return images;
    }

    private static <R> R worked(Work<R> work, int image, TurnConsole own, Turns turns)
            throws IOException, InterruptedException {
        turns.working(image, own);
        try {
            return work.on(image, own);
        } finally {
            turns.worked(image);
        }
    }

    /** Waits until interrupted work has taken its mounts away, however often this thread is interrupted meanwhile. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean unused = Thread.interrupted(); // that has led here
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        while (!threads.isTerminated() && System.nanoTime() < until) {
            try {
                threads.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // This waits for what an interrupt is to bring about.
            }
        }
    }
}
