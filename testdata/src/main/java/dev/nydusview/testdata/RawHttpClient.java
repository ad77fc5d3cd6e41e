package dev.nydusview.testdata;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Sends any bytes to an HTTP server, and reads responses that state their length. */
public final class RawHttpClient implements Closeable {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    public RawHttpClient(Path socket) throws IOException {
        this(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** @param channel is closed with this client */
    public RawHttpClient(SocketChannel channel) {
        this.channel = channel;
        in = Channels.newInputStream(channel);
        out = Channels.newOutputStream(channel);
    }

    /** A response of the server. */
    public record Response(int status, Map<String, String> headers, String body) {}

    public RawHttpClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawHttpClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Posts as Go's client does. */
    public Response post(String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: \r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: "
                + bytes.length + "\r\nAccept: application/vnd.docker.plugins.v1.2+json\r\n\r\n";
        return send(head + body).receive();
    }

    public Response receive() throws IOException {
        Response head = receiveHead();
        int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
        return new Response(head.status(), head.headers(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** Reads no body. */
    public Response receiveHead() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
        }
        return new Response(status, headers, "");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server has closed the connection");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Tests whether the server closes the connection without another byte. */
    public boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true; // reset
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
