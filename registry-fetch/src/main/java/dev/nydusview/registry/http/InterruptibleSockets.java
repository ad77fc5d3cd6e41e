package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/**
 * Makes sockets that close when a thread that waits on one is interrupted, like those of channels; on other sockets the
 * thread would wait for the time-out.
 */
final class InterruptibleSockets extends UnconnectedSockets {
    @Override
    public Socket createSocket() throws IOException {
        return SocketChannel.open().socket();
    }
}
