package dev.nydusview.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connects to UNIX sockets. */
final class UnixSocket {
    private UnixSocket() {}

    /**
     * Connects at once, or fails: a stopped process does not accept connections, and its queue becomes full.
     *
     * @return a channel that does not block
     * @throws ConnectException if no process listens
     * @throws SocketTimeoutException if a process listens but does not accept connections
     */
    static SocketChannel connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(path))) {
                return channel;
            }
        } catch (ConnectException e) {
            channel.close();
            throw e;
        } catch (SocketException e) {
            channel.close();
            if (!Files.exists(path)) {
                throw new ConnectException("no socket exists at " + path);
            }
            if (!Files.isWritable(path)) {
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new SocketTimeoutException("the process that listens on " + path + " does not accept connections");
    }
}
