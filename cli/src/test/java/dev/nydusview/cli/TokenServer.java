package dev.nydusview.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A token service as distribution's documentation specifies it: signs, for a user or for anybody, tokens with the scopes
 * that are asked for.
 */
final class TokenServer implements Closeable {
    static final String SERVICE = "the-registry";
    static final String ISSUER = "the-issuer";

    private final HttpServer server;
    private final HeldCertificate signer;
    /** The value of {@code Authorization} that is accepted; null if tokens are for anybody. */
    private final @Nullable String accepted;

    private final List<String> granted = new CopyOnWriteArrayList<>();

    private TokenServer(HttpServer server, HeldCertificate signer, @Nullable String accepted) {
        this.server = server;
        this.signer = signer;
        this.accepted = accepted;
    }

    /**
     * Starts a service with TLS, or without it.
     *
     * @param own the certificate of the server, whose key signs the tokens as well
     * @param accepted as {@code USER:PASSWORD}; null if tokens are for anybody
     */
    static TokenServer start(boolean tls, HeldCertificate own, @Nullable String accepted) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server;
        if (tls) {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder()
                    .heldCertificate(own)
                    .build()
                    .sslContext()));
            server = secure;
        } else {
            server = HttpServer.create(address, 0);
        }
        String basic = accepted == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(accepted.getBytes(StandardCharsets.UTF_8));
        TokenServer service = new TokenServer(server, own, basic);
        server.createContext("/token", service::answer);
        server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The scopes of all tokens so far. */
    List<String> granted() {
        return granted;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            boolean known = accepted == null ? shown == null : accepted.equals(shown);
            String body = known
                    ? "{\"token\":\"" + token(exchange.getRequestURI().getRawQuery()) + "\",\"expires_in\":300}"
                    : "{\"details\":\"incorrect username or password\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private String token(String query) throws GeneralSecurityException {
        List<String> access = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            String[] scope =
                    URLDecoder.decode(parameter, StandardCharsets.UTF_8).split("[=:]", -1);
            if (scope[0].equals("scope")) {
                granted.add(scope[2] + ":" + scope[3]);
                access.add("{\"type\":\"" + scope[1] + "\",\"name\":\"" + scope[2] + "\",\"actions\":[\""
                        + scope[3].replace(",", "\",\"") + "\"]}");
            }
        }
        String certificate =
                Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
        long now = Instant.now().getEpochSecond();
        String signed = base64("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"" + certificate + "\"]}") + "."
                + base64("{\"iss\":\"" + ISSUER + "\",\"sub\":\"\",\"aud\":\"" + SERVICE + "\",\"exp\":" + (now + 300)
                        + ",\"nbf\":" + (now - 10) + ",\"iat\":" + now + ",\"jti\":\"" + UUID.randomUUID()
                        + "\",\"access\":[" + String.join(",", access) + "]}");
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(signer.keyPair().getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
