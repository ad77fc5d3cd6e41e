package dev.nydusview.registry.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority, and a server with TLS on this machine whose certificate it has signed; it answers with the path. */
final class TlsServer implements Closeable {
    static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(1)
            .commonName("test CA")
            .build();

    private final HttpsServer server;

    private TlsServer(HttpsServer server) {
        this.server = server;
    }

    /** A server that demands a certificate of the authority if {@code clients} is set. */
    static TlsServer start(boolean clients) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = context();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(clients);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext(
                "/",
                exchange -> Intercept.respond(
                        exchange, 200, exchange.getRequestURI().getPath()));
        server.start();
        return new TlsServer(server);
    }

    /** TLS of a server on this machine. */
    static SSLContext context() {
        HeldCertificate own = signed(
                builder -> builder.addSubjectAlternativeName("127.0.0.1").addSubjectAlternativeName("localhost"));
        return new HandshakeCertificates.Builder()
                .heldCertificate(own)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build()
                .sslContext();
    }

    /** A certificate of the authority. */
    static HeldCertificate signed(UnaryOperator<HeldCertificate.Builder> with) {
        return with.apply(new HeldCertificate.Builder().signedBy(AUTHORITY)).build();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
