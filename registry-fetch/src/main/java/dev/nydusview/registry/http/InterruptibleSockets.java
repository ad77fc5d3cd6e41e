package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/**
 * Makes sockets that close when a thread that waits on one is interrupted, as those of channels do; on others it would
 * wait until its time is over.
 */
final class InterruptibleSockets extends UnconnectedSockets {
    @Override
    public Socket createSocket() throws IOException {
        return SocketChannel.open().socket();
    }
}
