package dev.nydusview.plugin.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers the requests of one plugin, one after the other, on a thread of its own: JSON objects that need nothing between
 * them. Whatever the plugin sends, it ends when it is told to, or says why it cannot go on.
 */
public final class Conversation {
    private static final int MAX_MESSAGE = 8 << 20;
    private static final long MAX_TOTAL = 1L << 30;
    private static final int MAX_DEPTH = 64;
    private static final long MAX_REQUESTS = 2_000_000;
    private static final long DRAIN_MILLIS = 2000;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_MESSAGE)
                    .build())
            .build());

    private final PluginChannel channel;
    private final RequestHandler handler;
    private final Consumer<String> hopeless;
    private final Thread thread;
    private volatile @Nullable String fault;
    private volatile boolean ended;

    private Conversation(PluginChannel channel, RequestHandler handler, Consumer<String> hopeless) {
        this.channel = channel;
        this.handler = handler;
        this.hopeless = hopeless;
        this.thread = new Thread(this::answer, "plugin-conversation");
        thread.setDaemon(true);
    }

    /**
     * Begins to answer.
     *
     * @param hopeless is told, on the thread of the conversation, why it cannot go on; the plugin will wait for ever then
     */
    public static Conversation begin(PluginChannel channel, ServiceRegistry registry, Consumer<String> hopeless) {
        Conversation conversation = new Conversation(channel, new RequestHandler(registry), hopeless);
        conversation.thread.start();
        return conversation;
    }

    private void answer() {
        BoundedInput in = new BoundedInput(channel.fromPlugin(), MAX_MESSAGE, MAX_TOTAL);
        try (in;
                OutputStream out = channel.toPlugin()) {
            answer(in, out);
        } catch (BoundedInput.TooMuchException e) {
            giveUp(String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            giveUp(reason(e));
        } catch (IOException e) {
            giveUp("its connection broke: " + e.getMessage());
        }
    }

    /** Jackson wraps failures of the stream below. */
    private static String reason(JacksonException failure) {
        return failure.getCause() instanceof BoundedInput.TooMuchException much
                ? String.valueOf(much.getMessage())
                : "it sent something that is no JSON: " + failure.getOriginalMessage();
    }

    private void answer(BoundedInput in, OutputStream out) throws IOException {
        try (MappingIterator<JsonNode> requests = JSON.readerFor(JsonNode.class).readValues((InputStream) in)) {
            for (long count = 0; requests.hasNextValue(); count++) {
                if (count == MAX_REQUESTS) {
                    giveUp("it sent more than " + MAX_REQUESTS + " requests");
                    return;
                }
                Optional<byte[]> reply = handler.answer(requests.nextValue());
                in.nextMessage();
                if (reply.isEmpty()) {
                    giveUp("it sent a request without a sequence number");
                    return;
                }
                out.write(reply.get());
            }
        }
    }

    private void giveUp(String reason) {
        if (!ended && fault == null) {
            fault = reason;
            hopeless.accept(reason);
        }
    }

    /**
     * Ends it after the plugin has ended: what it has sent until then is still heard.
     *
     * @return why it could not go on; empty if it could
     */
    public Optional<String> end() throws InterruptedException {
        try {
            channel.finish();
            thread.join(DRAIN_MILLIS);
        } catch (IOException e) {
            // Closing does the rest.
        } finally {
            ended = true;
            channel.close();
        }
        return Optional.ofNullable(fault);
    }
}
