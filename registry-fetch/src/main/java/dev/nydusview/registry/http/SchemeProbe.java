package dev.nydusview.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a server that breaks off requests speaks the other one of HTTP and HTTPS. It is asked once more over
 * a connection of its own, without credentials.
 */
final class SchemeProbe {
    private static final int TIMEOUT_MILLIS = 3000;
    /** Record types of TLS: alert and handshake (RFC 8446 section 5.1), with the major version. */
    private static final byte[] ALERT = {21, 3};

    private static final byte[] HANDSHAKE = {22, 3};
    private static final byte[] HTTP = "HT".getBytes(StandardCharsets.US_ASCII);

    static final String PLAIN = "the server does not speak TLS; use --plain-http if that is intended";
    static final String TLS = "the server speaks TLS, but was asked over plain HTTP; trust its authority with --cacert "
            + "FILE or in /etc/docker/certs.d, or any certificate with --insecure, and leave out --plain-http";

    private SchemeProbe() {}

    /** Returns the fault with its remedy; null if it is another one. */
    static @Nullable String fault(Request request) {
        HttpUrl url = request.url();
        try {
            byte[] begin = begin(url, url.isHttps() ? request(url) : clientHello(url.host()));
            if (url.isHttps()) {
                return Arrays.equals(begin, HTTP) ? PLAIN : null;
            }
            return Arrays.equals(begin, HANDSHAKE) || Arrays.equals(begin, ALERT) ? TLS : null;
        } catch (IOException | GeneralSecurityException e) {
            return null;
        }
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
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(url.host(), url.port()), TIMEOUT_MILLIS);
            socket.getOutputStream().write(sent);
            InputStream in = socket.getInputStream();
            return in.readNBytes(2);
        }
    }
}
