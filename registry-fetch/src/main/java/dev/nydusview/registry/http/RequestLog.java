package dev.nydusview.registry.http;

import dev.nydusview.registry.Traffic;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One request from its beginning to the last byte of its answer: counted, and logged at its end with method, redacted URL,
 * range, host, status, bytes, milliseconds, attempt and, of a repetition, the reason.
 */
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private final Request request;
    private final Traffic traffic;
    private final String host;
    private final int attempt;
    private final String reason;
    private final long start = System.nanoTime();
    private int status;
    private long bytes;
    private boolean ended;

    /** @param budget of the read that the request is for */
    RequestLog(Request request, RetryBudget budget, Traffic traffic) {
        this.request = request;
        this.traffic = traffic;
        this.host = HostGates.host(request.url());
        this.attempt = budget.failures() + 1;
        this.reason = budget.lastFailure();
        if (attempt > 1) {
            traffic.repeated(host);
        }
    }

    /** The answer has begun. */
    void answered(int code) {
        status = code;
        traffic.answered(host, code);
    }

    /** Bytes of the body have come. */
    void received(long count) {
        bytes += count;
        traffic.received(host, count);
    }

    /** There was no answer. */
    void failed(Exception failure) {
        traffic.unanswered(host);
        end("no answer: " + failure.getMessage());
    }

    /** The answer was closed, whole or not. */
    void closed() {
        end("answered");
    }

    private synchronized void end(String message) {
        if (ended || !LOG.isDebugEnabled()) {
            return;
        }
        ended = true;
        LoggingEventBuilder event = LOG.atDebug()
                .addKeyValue("method", request.method())
                .addKeyValue("url", Redactor.redacted(request.url()));
        String range = request.header("Range");
        event = range == null ? event : event.addKeyValue("range", range);
        event = event.addKeyValue("host", host);
        event = status == 0 ? event : event.addKeyValue("status", status);
        event = event.addKeyValue("bytes", bytes)
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .addKeyValue("attempt", attempt);
        event = reason.isEmpty() ? event : event.addKeyValue("reason", reason);
        event.log(message);
    }
}
