package dev.nydusview.plugin.service;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one run of a plugin, one at a time, on threads of its own.
 *
 * <p>It continues until {@link #end}, or until a breach. Then the listener has to end the plugin, as its requests are
 * no longer read.
 */
public final class Conversation implements Closeable {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final PluginChannel channel;
    private final ChannelLimits limits;
    private final Exchange exchange;
    private final Replies replies;
    private final Consumer<ProtocolViolation> onViolation;
    private final AtomicReference<@Nullable ProtocolViolation> violation = new AtomicReference<>();
    private final Thread reader;
    private final Thread writer;

    private Conversation(
            PluginChannel channel, Router router, ChannelLimits limits, Consumer<ProtocolViolation> onViolation) {
        this.channel = channel;
        this.limits = limits;
        this.replies = new Replies(channel, limits.unread());
        this.exchange = new Exchange(new RequestStream(channel, limits), router, replies, limits);
        this.onViolation = onViolation;
        this.reader = daemon("plugin-requests", this::converse);
        this.writer = daemon("plugin-replies", this::reply);
    }

    static Conversation start(
            PluginChannel channel, Router router, ChannelLimits limits, Consumer<ProtocolViolation> onViolation) {
        Conversation conversation = new Conversation(channel, router, limits, onViolation);
        conversation.reader.start();
        conversation.writer.start();
        return conversation;
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void converse() {
        try {
            exchange.run();
        } catch (ProtocolViolationException e) {
            report(e.violation());
        } catch (ClosedChannelException | InterruptedException e) {
            // The host has ended it.
        } catch (IOException | RuntimeException | Error e) {
            report(new ProtocolViolation(ProtocolViolation.Kind.HOST_FAULT, "could not be served: " + e));
        }
    }

    private void reply() {
        try {
            replies.write();
        } catch (ClosedChannelException | InterruptedException e) {
            // The host has ended it.
        } catch (IOException | RuntimeException | Error e) {
            report(new ProtocolViolation(ProtocolViolation.Kind.HOST_FAULT, "could not be replied to: " + e));
        }
    }

    private void report(ProtocolViolation found) {
        if (violation.compareAndSet(null, found)) {
            onViolation.accept(found);
        }
    }

    /**
     * Ends the conversation after the plugin has exited: reads the remaining requests, then closes the channel. Returns
     * in time even if the plugin, or a process that it has left behind, still runs.
     */
    public Outcome end() throws IOException, InterruptedException {
        replies.discard();
        channel.awaitEnd();
        reader.join(limits.linger().toMillis());
        close();
        reader.join(GRACE.toMillis());
        writer.join(GRACE.toMillis());
        if (reader.isAlive()) {
            report(new ProtocolViolation(
                    ProtocolViolation.Kind.HOST_FAULT, "waits for a service that does not answer"));
        } else if (exchange.isBusy()) {
            violation.compareAndSet(
                    null,
                    new ProtocolViolation(ProtocolViolation.Kind.CUT_OFF, "was in the middle of a request at its end"));
        }
        return new Outcome(exchange.requests(), exchange.errors(), Optional.ofNullable(violation.get()));
    }

    /** Ends the conversation at once, without reading the rest. */
    @Override
    public void close() throws IOException {
        replies.discard();
        channel.close();
        reader.interrupt();
        writer.interrupt();
    }
}
