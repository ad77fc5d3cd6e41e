package dev.nydusview.plugin.service;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A plugin named {@code hello} that the test's services serve over a channel. */
public final class ServedPlugin implements Closeable {
    private final BlockingQueue<ProtocolViolation> breaches = new LinkedBlockingQueue<>();
    private final Conversation conversation;
    private final RawPlugin plugin;
    private int sequence;

    public ServedPlugin(Path directory, PluginServices services) throws IOException {
        PluginChannel channel = PluginChannel.open(directory);
        this.conversation = ServiceRegistry.of(List.of(services))
                .converse(channel, new RunContext("hello", "scan image", "app:1"), breaches::add);
        this.plugin = new RawPlugin(channel.arguments());
    }

    /** The reply to {@code request}, with its line feed. */
    public String ask(String request) throws IOException {
        return plugin.ask(request);
    }

    /** Calls a function; returns the reply without its sequence number. */
    public String call(String namespace, String name, String args) throws IOException {
        sequence++;
        String reply = ask("{\"sequence\":" + sequence + ",\"type\":\"call\",\"namespace\":\"" + namespace
                + "\",\"name\":\"" + name + "\",\"args\":" + args + "}");
        return reply.strip().replace("\"sequence\":" + sequence + ",", "");
    }

    /** Sends a call that gets no reply, and waits for the end of the conversation. */
    public ProtocolViolation violation(String namespace, String name, String args)
            throws IOException, InterruptedException {
        plugin.send("{\"sequence\":0,\"type\":\"call\",\"namespace\":\"" + namespace + "\",\"name\":\"" + name
                + "\",\"args\":" + args + "}");
        return breaches.take();
    }

    @Override
    public void close() throws IOException {
        conversation.close();
        plugin.close();
    }
}
