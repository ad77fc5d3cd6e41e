package dev.nydusview.securitylog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends each message in a datagram (RFC 5426). Nothing tells which of them arrive. */
final class UdpTransport implements SyslogTransport {
    private final String host;
    private final int port;
    private @Nullable DatagramSocket socket;

    UdpTransport(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public void send(String message) throws IOException {
        if (socket == null) {
            socket = new DatagramSocket();
        }
        InetSocketAddress server = new InetSocketAddress(host, port); // looked up anew, as names may move
        if (server.isUnresolved()) {
            throw new UnknownHostException("the host " + host + " is not known");
        }
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
