package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/**
 * Sockets for requests that go where a registry leads. Each looks at the very address that it connects to, so that a
 * name cannot lead elsewhere between the check and the connection.
 */
final class GuardedSockets extends UnconnectedSockets {
    private final SocketFactory sockets;
    private final TargetAddresses addresses;

    /** @param sockets makes those that are guarded */
    GuardedSockets(SocketFactory sockets, TargetAddresses addresses) {
        this.sockets = sockets;
        this.addresses = addresses;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new Guarded(sockets.createSocket());
    }

    private final class Guarded extends DelegatingSocket {
        Guarded(Socket socket) {
            super(socket);
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

    /** Reports a refused address. It does not have the URL, which the sender of the request adds. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        Refusal(String address) {
            super("the registry leads to the " + address);
        }
    }
}
