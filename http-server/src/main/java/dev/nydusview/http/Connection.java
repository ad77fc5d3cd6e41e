package dev.nydusview.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests of one client, one after the other. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A method whose responses have a body, for requests whose method is unknown. */
    private static final String ANY_METHOD = "GET";

    private final SocketChannel channel;
    private final ServerLimits limits;
    private final HttpHandler handler;
    private final ByteInput in;
    private final Deadline deadline = new Deadline();
    private volatile boolean idle = true;
    private volatile boolean last;

    Connection(SocketChannel channel, ServerLimits limits, HttpHandler handler) {
        this.channel = channel;
        this.limits = limits;
        this.handler = handler;
        this.in = new ByteInput(channel);
        deadline.set(limits.idle());
    }

    void serve() {
        try (channel) {
            while (!last && awaitRequest()) {
                respondToOne();
            }
        } catch (IOException e) {
            LOG.debug("a connection ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitRequest() throws IOException {
        deadline.set(limits.idle());
        idle = true;
        // Read after idle is set, so that endSoon has seen idle or this sees last.
        boolean there = !last && in.await();
        idle = false;
        deadline.set(limits.transfer());
        return there;
    }

    private void respondToOne() throws IOException, InterruptedException {
        HttpRequest request;
        try {
            request = read();
        } catch (HttpException e) {
            refuse(e);
            return;
        }
        deadline.none();
        ByteBuffer response = handle(request);
        deadline.set(limits.transfer());
        write(response);
    }

    private HttpRequest read() throws IOException {
        RequestHead head = new HeadReader(in).request();
        if (head.isLast()) {
            last = true;
        }
        long length = head.bodyLength();
        if (length > limits.maxBody()) {
            throw new HttpException(413, "the body is larger than " + limits.maxBody() + " bytes");
        }
        if (head.expectsContinue()) {
            write(ByteBuffer.wrap(CONTINUE));
        }
        byte[] body = new BodyReader(in, limits.maxBody(), handler.wantsBody(head.target())).read(length);
        return new HttpRequest(head.method(), head.target(), head.headers(), body);
    }

    private ByteBuffer handle(HttpRequest request) throws InterruptedException {
        try {
            return handler.handle(request).encode(request.method(), last);
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            last = true;
            return handler.refuse(500, "the server failed: " + e.getClass().getSimpleName())
                    .encode(request.method(), true);
        }
    }

    /** Responds and reads on for a while: a client that is still sending would see a broken pipe instead. */
    private void refuse(HttpException reason) throws IOException {
        last = true;
        deadline.set(limits.transfer());
        write(handler.refuse(reason.status(), String.valueOf(reason.getMessage()))
                .encode(ANY_METHOD, true));
        channel.shutdownOutput();
        in.drain(2L * limits.maxBody());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) < 0) {
                throw new EOFException();
            }
        }
    }

    /** Ends the connection if its time is over. */
    void checkDeadline() {
        if (deadline.isOver()) {
            LOG.debug("a connection was idle or slow for too long");
            close();
        }
    }

    /** Ends the connection now if it is idle, otherwise after the response. */
    void endSoon() {
        last = true;
        if (idle) {
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection", e);
        }
    }
}
