package dev.nydusview.registry.http;

import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The place to which the registry has led for one blob, as its reads share it: one of them asks the registry for
 * another place while the others wait. A lasting refusal is remembered for a while.
 */
final class BlobTarget {
    private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(10);

    /** Time after which reads do not wait for the first answer to one of them. */
    private static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(1);

    /** An error that all reads get until then. */
    private record Refusal(IOException error, long until) {}

    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable HttpUrl url;
    /** Set if the registry has sent the blob itself. */
    private volatile boolean direct;
    /** Set if the registry has ever led elsewhere. */
    private volatile boolean moved;

    private volatile @Nullable Refusal refusal;

    @Nullable
    HttpUrl url() {
        return url;
    }

    void isAt(HttpUrl place) {
        moved = true;
        direct = false;
        url = place;
    }

    void isDirect() {
        direct = true;
    }

    void forget(HttpUrl place) {
        if (place.equals(url)) {
            url = null;
        }
    }

    /** Remembers an error that reads of the blob would meet again. */
    void refuse(IOException error) {
        refusal = new Refusal(error, System.nanoTime() + REMEMBERED);
    }

    void requireNotRefused() throws IOException {
        Refusal last = refusal;
        if (last == null || System.nanoTime() - last.until() >= 0) {
            return;
        }
        String message = String.valueOf(last.error().getMessage());
        throw last.error() instanceof AuthenticationException
                ? new AuthenticationException(message, last.error())
                : new RemoteException(message, last.error());
    }

    /**
     * Takes the turn to ask the registry, which {@link #end} gives back.
     *
     * @return false if that is not to be done one after the other
     */
    boolean begin(RetryBudget budget) throws IOException {
        if (direct) {
            return false;
        }
        try {
            long limit = moved ? Math.max(budget.left(), 1) : FIRST_WAIT;
            if (asking.tryLock(limit, TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the place of a blob");
        }
        if (!moved) {
            return false;
        }
        throw new TemporaryFailure("the registry has not said where the blob is", (Duration) null);
    }

    void end() {
        asking.unlock();
    }
}
