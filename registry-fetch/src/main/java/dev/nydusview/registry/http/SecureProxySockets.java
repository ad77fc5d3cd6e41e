package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;

/** Sockets to a proxy that speaks TLS itself. All connections of their client lead to it. */
final class SecureProxySockets extends UnconnectedSockets {
    private final SocketFactory sockets;
    private final SSLSocketFactory tls;
    private final ProxyServer proxy;
    private final OkHttpClient client;

    /** @param client which verifies the name in the certificate */
    SecureProxySockets(SocketFactory sockets, SSLSocketFactory tls, ProxyServer proxy, OkHttpClient client) {
        this.sockets = sockets;
        this.tls = tls;
        this.proxy = proxy;
        this.client = client;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new Secure(sockets.createSocket());
    }

    private final class Secure extends DelegatingSocket {
        private final Socket plain;

        Secure(Socket plain) {
            super(plain);
            this.plain = plain;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            super.connect(endpoint, timeout);
            plain.setSoTimeout(timeout);
            SSLSocket secure = (SSLSocket) tls.createSocket(plain, proxy.host(), proxy.port(), true);
            secure.startHandshake();
            if (!client.hostnameVerifier().verify(proxy.host(), secure.getSession())) {
                secure.close();
                throw new SSLPeerUnverifiedException("the certificate of the " + proxy + " is for another name");
            }
            delegateTo(secure);
        }
    }
}
