package dev.nydusview.securitylog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jspecify.annotations.Nullable;

/** Sends each message in a datagram to a UNIX socket, which syslog(3) does as well. */
final class UnixTransport implements SyslogTransport {
    private final UnixSocketAddress address;
    private @Nullable UnixDatagramChannel channel;

    UnixTransport(Path socket) {
        this.address = new UnixSocketAddress(socket.toFile());
    }

    @Override
    public void send(String message) throws IOException {
        if (channel == null) {
            channel = UnixDatagramChannel.open();
        }
        // Not connected, as a server that starts again makes another socket at the same place.
        channel.send(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), address);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
