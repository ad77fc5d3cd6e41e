package dev.nydusview.plugin.service;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Requests in, replies out, and how many of them. */
final class Exchange {
    private final RequestStream stream;
    private final Router router;
    private final Replies replies;
    private final ChannelLimits limits;
    private final Json json;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private volatile boolean answering;

    Exchange(RequestStream stream, Router router, Replies replies, ChannelLimits limits) {
        this.stream = stream;
        this.router = router;
        this.replies = replies;
        this.limits = limits;
        this.json = new Json(limits);
    }

    /** Answers requests until the end of input. */
    void run() throws IOException, InterruptedException, ProtocolViolationException {
        byte[] bytes = stream.next();
        while (bytes != null) {
            answering = true;
            answer(bytes);
            answering = false;
            bytes = stream.next();
        }
    }

    private void answer(byte[] bytes) throws InterruptedException, ProtocolViolationException {
        if (requests.get() == limits.requests()) {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.FLOOD, "sent more than " + limits.requests() + " requests");
        }
        Response response = router.answer(Request.parse(bytes, json));
        requests.incrementAndGet();
        if (response.error() != null) {
            errors.incrementAndGet();
        }
        if (!replies.offer(response.bytes(json), limits.patience())) {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.UNREAD_REPLIES,
                    "did not read its replies for " + limits.patience().toMillis() + " ms");
        }
    }

    /** Tests whether a request has come in part, or has not been answered. */
    boolean isBusy() {
        return answering || stream.isWithinRequest();
    }

    long requests() {
        return requests.get();
    }

    long errors() {
        return errors.get();
    }
}
