package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/**
 * Sockets for requests that go where a registry leads. Each looks at the very address that it connects to, so that a name
 * cannot lead elsewhere between the check and the connection.
 */
final class GuardedSockets extends SocketFactory {
    private final TargetAddresses addresses;

    GuardedSockets(TargetAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Socket createSocket() {
        return new Guarded();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(SocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address);
        return socket;
    }

    private final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress target) || target.getAddress() == null) {
                throw new UnknownHostException(String.valueOf(endpoint));
            }
            String refusal = addresses.refusal(target.getAddress());
            if (refusal != null) {
                throw new Refusal(refusal);
            }
            super.connect(endpoint, timeout);
        }
    }

    /** Knows no URL; who sent the request adds it. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        Refusal(String address) {
            super("the registry leads to the " + address);
        }
    }
}
