package dev.nydusview.registry.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.AsyncTimeout;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Ends a stalled call: one whose answer has not begun within the time-out, or has recently brought fewer bytes than
 * {@link #MIN_BYTES_PER_SECOND}. Only time in which a thread waits for bytes counts, so an answer may be arbitrarily
 * long, and its reader arbitrarily slow.
 *
 * <p>Every read is watched as a whole: bytes that are not part of the body, such as those between chunks, would keep
 * each wait of the socket short and the read waiting for ever.
 */
final class StallGuard extends AsyncTimeout {
    /** Far below any line that people use, and far above a server that only wants to be waited for. */
    static final long MIN_BYTES_PER_SECOND = 256;

    private static final long FOREVER_DAYS = 36_500;

    private final Call call;
    private final LongConsumer arrived;
    private final Runnable end;
    private final long window;
    private final long floor;
    private long waited;
    private long received;

    /**
     * @param window time for an answer to begin, and over which its rate is measured
     * @param arrived is told of bytes of the body as they come
     * @param end is run once the answer has been closed
     */
    StallGuard(Call call, Duration window, LongConsumer arrived, Runnable end) {
        this.call = call;
        this.arrived = arrived;
        this.end = end;
        this.window = window.toNanos();
        this.floor = Math.max(1, window.toMillis() * MIN_BYTES_PER_SECOND / 1000);
    }

    /**
     * Returns the answer, whose body is watched.
     *
     * @param silent is run if the answer has not begun after {@link WaitNotices#NOTABLE}
     */
    Response execute(Runnable silent) throws IOException {
        SilenceGuard notice = new SilenceGuard(silent);
        notice.timeout(WaitNotices.NOTABLE, TimeUnit.NANOSECONDS);
        notice.enter();
        try {
            Response response = watched(window, call::execute);
            return response.newBuilder().body(new Body(response.body())).build();
        } finally {
            notice.exit();
        }
    }

    /**
     * Keeps the thread that watches all time-outs: it ends when there are none for a while, and if the process may then have
     * no further thread, no time-out would end anything.
     */
    static void keepWatch() {
        Object unused = Watch.KEPT; // made when its class is first used
    }

    private static final class Watch extends AsyncTimeout {
        static final Watch KEPT = begun();

        private static Watch begun() {
            Watch watch = new Watch();
            watch.timeout(FOREVER_DAYS, TimeUnit.DAYS);
            watch.enter();
            return watch;
        }
    }

    private static final class SilenceGuard extends AsyncTimeout {
        private final Runnable silent;

        SilenceGuard(Runnable silent) {
            this.silent = silent;
        }

        @Override
        protected void timedOut() {
            silent.run();
        }
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T watched(long nanos, Step<T> step) throws IOException {
        timeout(nanos, TimeUnit.NANOSECONDS);
        boolean over = false;
        enter();
        try {
            T result = step.run();
            over = true;
            // Bytes that arrived last are returned; the next read will report the end of the call.
            exit();
            return result;
        } catch (IOException e) {
            over = true;
            throw exit() ? stalled(e) : e;
        } finally {
            if (!over) {
                exit();
            }
        }
    }

    private InterruptedIOException stalled(IOException cause) {
        String seconds = TimeUnit.NANOSECONDS.toMillis(window) / 1000.0 + " s (--timeout, or --request-timeout)";
        InterruptedIOException stalled = new InterruptedIOException(
                received == 0
                        ? "no answer within " + seconds
                        : "fewer than " + floor + " bytes were received within " + seconds);
        stalled.initCause(cause);
        return stalled;
    }

    @Override
    protected void timedOut() {
        call.cancel();
    }

    private long read(Source source, Buffer sink, long count) throws IOException {
        long start = System.nanoTime();
        long read = watched(Math.max(1, window - waited), () -> source.read(sink, count));
        waited += System.nanoTime() - start;
        received += Math.max(0, read);
        arrived.accept(Math.max(0, read));
        if (received >= floor) {
            waited = 0;
            received = 0;
        }
        return read;
    }

    private final class Body extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource watched;

        Body(ResponseBody body) {
            this.body = body;
            this.watched = Okio.buffer(new ForwardingSource(body.source()) {
                @Override
                public long read(Buffer sink, long count) throws IOException {
                    return StallGuard.this.read(delegate(), sink, count);
                }

                @Override
                public void close() throws IOException {
                    try {
                        super.close();
                    } finally {
                        end.run();
                    }
                }
            });
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return watched;
        }
    }
}
