package dev.nydusview.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to a server on a UNIX socket, which may be dead, stopped or of another kind. No call takes longer than
 * its time limit, and bodies are bounded. Not safe for concurrent use.
 */
public final class UnixHttpClient implements Closeable {
    private final TimedChannel channel;
    private final ByteInput in;
    private final int maxBody;

    private UnixHttpClient(TimedChannel channel, int maxBody) {
        this.channel = channel;
        this.in = new ByteInput(channel);
        this.maxBody = maxBody;
    }

    /**
     * Connects at once, or fails.
     *
     * @param maxBody bytes of the body of a response
     * @throws ConnectException if no process listens on {@code socket}
     * @throws SocketTimeoutException if a process listens but does not accept connections
     */
    public static UnixHttpClient connect(Path socket, int maxBody) throws IOException {
        SocketChannel channel = UnixSocket.connect(socket);
        try {
            return new UnixHttpClient(new TimedChannel(channel), maxBody);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Sends a request and reads its response.
     *
     * @param limit time for both together
     * @throws SocketTimeoutException if they take longer
     * @throws EOFException if the server closes the connection without a response, as when it dies
     * @throws IOException if the bytes are not a response
     */
    public HttpResponse send(HttpRequest request, Duration limit) throws IOException {
        channel.limit(limit);
        write(request.encode());
        if (isEnded()) {
            throw new EOFException("the server has closed the connection without a response");
        }
        return read(request.method());
    }

    /** Writes a request. A server may respond before it has read all of the request. */
    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return; // the response tells what has happened
        }
    }

    private boolean isEnded() throws IOException {
        try {
            return !in.await();
        } catch (SocketException e) {
            return true; // reset by a process that died, or that did not read all
        }
    }

    /** Bodies that end with the connection are refused, as one that is cut off would look whole. */
    private HttpResponse read(String method) throws IOException {
        ResponseHead head = new HeadReader(in).response();
        Headers headers = head.headers();
        if (headers.all("Content-Length").isEmpty()
                && headers.all("Transfer-Encoding").isEmpty()) {
            throw new IOException("a response does not state its length");
        }
        long length = headers.bodyLength();
        byte[] body = new BodyReader(in, maxBody, true).read(method.equals("HEAD") ? 0 : length);
        return new HttpResponse(head.status(), headers, body);
    }

    /**
     * Waits until the server closes the connection, as it does when it ends.
     *
     * @return false if it does not within {@code limit}
     * @throws IOException if it sends something instead
     */
    public boolean awaitEnd(Duration limit) throws IOException {
        channel.limit(limit);
        try {
            if (isEnded()) {
                return true;
            }
            throw new IOException("the server has sent more than its response");
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
