package dev.nydusview.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;

/**
 * An HTTP server, and a proxy to any host, that answers each connection with the next of its given byte sequences, and
 * closes it.
 */
final class AnswerServer {
    private static final int PATIENCE_MILLIS = 2000;

    private final ServerSocket listener;
    private Iterator<byte[]> answers = List.<byte[]>of().iterator();

    AnswerServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "answers");
        thread.setDaemon(true);
        thread.start();
    }

    /** URL of the proxy. */
    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    synchronized void answerWith(List<byte[]> next) {
        answers = next.iterator();
    }

    private synchronized byte[] next() {
        return answers.hasNext() ? answers.next() : new byte[0];
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                readRequest(socket.getInputStream());
                socket.getOutputStream().write(next());
            } catch (IOException e) {
                // The client went away first, as it may.
            }
        }
    }

    /** Up to the empty line behind the headers; no request here has a body that matters. */
    private static void readRequest(InputStream in) throws IOException {
        int newlines = 0;
        while (newlines < 2) {
            int b = in.read();
            if (b < 0) {
                return;
            }
            newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
        }
    }
}
