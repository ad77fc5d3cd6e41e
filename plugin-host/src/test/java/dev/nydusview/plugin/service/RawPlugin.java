package dev.nydusview.plugin.service;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The other end of a channel, byte by byte. */
final class RawPlugin implements Closeable {
    private final InputStream replies;
    private final OutputStream requests;

    /** Opens the pipes that the arguments of a channel name. */
    public RawPlugin(List<String> arguments) throws IOException {
        this.replies = new BufferedInputStream(
                new FileInputStream(Path.of(URI.create(arguments.get(1))).toFile()));
        this.requests =
                new FileOutputStream(Path.of(URI.create(arguments.get(3))).toFile());
    }

    /** Writes {@code text} unchanged. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        requests.write(bytes);
    }

    /** The next reply, with its line feed. */
    public String reply() throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        int next;
        do {
            next = replies.read();
            reply.write(next);
        } while (next != '\n');
        return reply.toString(StandardCharsets.UTF_8);
    }

    String ask(String request) throws IOException {
        send(request);
        return reply();
    }

    void stopWriting() throws IOException {
        requests.close();
    }

    @Override
    public void close() throws IOException {
        replies.close();
        requests.close();
    }
}
