package dev.nydusview.cli;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Spoils the answers of a registry to ranged requests, from a certain one on. */
final class Faults extends Filter {
    private static final int SERVER_ERROR = 500;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger ranged = new AtomicInteger();
    private final Queue<String> ranges = new ConcurrentLinkedQueue<>();
    private volatile Kind kind = Kind.NONE;
    private volatile int from;
    private volatile int to = Integer.MAX_VALUE;

    /** A kind of fault. */
    enum Kind {
        NONE,
        /** The connection is closed without an answer, as by a registry that was stopped. */
        GONE,
        /** The registry has an internal failure. */
        ERROR,
        /** The registry does not answer. */
        STALL
    }

    /** Spoils the ranged requests {@code from} (counted from 0) to {@code to}, without that. */
    Faults spoil(Kind with, int first, int last) {
        from = first;
        to = last;
        kind = with;
        return this;
    }

    int ranged() {
        return ranged.get();
    }

    /** The path and the header {@code Range} of each ranged request, parted by a blank. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    /** Ends the stalled requests. */
    void release() {
        end.countDown();
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Range")) {
            int number = ranged.getAndIncrement();
            ranges.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Range"));
            if (kind != Kind.NONE && number >= from && number < to) {
                spoil(exchange);
                return;
            }
        }
        chain.doFilter(exchange);
    }

    private void spoil(HttpExchange exchange) throws IOException {
        switch (kind) {
            case ERROR -> exchange.sendResponseHeaders(SERVER_ERROR, -1);
            case STALL -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            default -> {}
        }
        exchange.close();
    }

    @Override
    public String description() {
        return "spoils answers";
    }
}
