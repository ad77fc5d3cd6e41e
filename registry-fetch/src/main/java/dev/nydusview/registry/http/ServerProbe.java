package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a server breaks off the first requests: it speaks the other one of HTTP and HTTPS, or demands a client
 * certificate. It is asked once more over connections of their own, without credentials.
 */
final class ServerProbe {
    private static final int TIMEOUT_MILLIS = 3000;
    /** Record types of TLS: alert and handshake (RFC 8446 section 5.1), with the major version. */
    private static final byte[] ALERT = {21, 3};

    private static final byte[] HANDSHAKE = {22, 3};
    private static final byte[] HTTP = "HT".getBytes(StandardCharsets.US_ASCII);

    static final String PLAIN =
            "the server does not speak TLS; use --plain-http, or http:// in the URL of a backend, if that is intended";
    static final String TLS = "the server speaks TLS, but was asked over plain HTTP; trust its authority with --cacert "
            + "FILE or in /etc/docker/certs.d, or any certificate with --insecure, and leave out --plain-http";

    private ServerProbe() {}

    /** Returns the fault with its remedy; null if it is another one. */
    static @Nullable String fault(Request request) {
        HttpUrl url = request.url();
        try {
            if (!url.isHttps()) {
                byte[] begin = begin(url, clientHello(url.host()));
                return Arrays.equals(begin, HANDSHAKE) || Arrays.equals(begin, ALERT) ? TLS : null;
            }
            if (isPlain(url)) {
                return PLAIN;
            }
            return demandsCertificate(url) ? certificateDemanded(url.host() + ":" + url.port()) : null;
        } catch (IOException | GeneralSecurityException e) {
            return null;
        }
    }

    /** Tests whether HTTP without TLS is spoken at {@code url}. */
    static boolean isPlain(HttpUrl url) {
        try {
            return Arrays.equals(begin(url, request(url)), HTTP)
                    && !Arrays.equals(begin(url, clientHello(url.host())), HANDSHAKE);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    static String certificateDemanded(String registry) {
        return "the server demands a client certificate that it accepts; put client.cert and client.key into "
                + "/etc/docker/certs.d/" + registry;
    }

    private static byte[] request(HttpUrl url) {
        String text = "GET /v2/ HTTP/1.1\r\nHost: " + url.host() + "\r\nConnection: close\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] clientHello(String host) throws IOException, GeneralSecurityException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, -1);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    private static byte[] begin(HttpUrl url, byte[] sent) throws IOException {
        try (Socket socket = connect(url)) {
            socket.getOutputStream().write(sent);
            return socket.getInputStream().readNBytes(2);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static Socket connect(HttpUrl url) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(url.host(), url.port()), TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static boolean demandsCertificate(HttpUrl url) throws IOException, GeneralSecurityException {
        OwnHostKeys keys = new OwnHostKeys(null, url.host());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, new TrustManager[] {new AnyCertificate()}, null);
        try (Socket plain = connect(url);
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, url.host(), url.port(), true)) {
            socket.startHandshake();
        } catch (IOException e) {
            // The server breaks off where it misses the certificate.
            return keys.wereDemanded();
        }
        return keys.wereDemanded();
    }
}
