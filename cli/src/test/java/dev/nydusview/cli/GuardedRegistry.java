package dev.nydusview.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** A real registry with or without TLS that asks for a user in one of the ways of distribution, or for nobody. */
final class GuardedRegistry implements Closeable {
    /** The demands of a registry. */
    enum Guard {
        NOTHING,
        HTPASSWD,
        TOKEN_OF_USER,
        TOKEN_OF_ANYBODY;

        boolean needsUser() {
            return this == HTPASSWD || this == TOKEN_OF_USER;
        }
    }

    static final String USER = "ci";
    static final String PASSWORD = "hunter2";
    private static final String HTPASSWD = USER + ":$2b$04$abcdefghijklmnopqrstuuV3duMsC0HpUex6N9qapiuOHHWkwRXVm\n";

    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("private authority")
            .build();

    private final RegistryProcess process;
    private final @Nullable TokenServer tokens;

    private GuardedRegistry(RegistryProcess process, @Nullable TokenServer tokens) {
        this.process = process;
        this.tokens = tokens;
    }

    /**
     * Starts a registry.
     *
     * @param storage with its content, from another registry
     * @param scratch a directory for its configuration
     * @param tokenHost the host's name of the token service, as the registry tells it
     */
    static GuardedRegistry start(Path storage, Path scratch, boolean tls, Guard guard, String tokenHost)
            throws IOException {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("*.example.test")
                .build();
        Path certificate = Files.writeString(scratch.resolve("server.pem"), own.certificatePem());
        Path key = Files.writeString(scratch.resolve("server.key"), own.privateKeyPkcs8Pem());
        List<String> sections = new ArrayList<>(List.of("http:", "  addr: 127.0.0.1:0"));
        if (tls) {
            sections.add("  tls: {certificate: '" + certificate + "', key: '" + key + "'}");
        }
        TokenServer tokens = null;
        if (guard == Guard.HTPASSWD) {
            Path users = Files.writeString(scratch.resolve("htpasswd"), HTPASSWD);
            sections.add("auth: {htpasswd: {realm: a-realm, path: '" + users + "'}}");
        } else if (guard != Guard.NOTHING) {
            tokens = TokenServer.start(tls, own, guard.needsUser() ? USER + ":" + PASSWORD : null);
            sections.add("auth: {token: {realm: '" + (tls ? "https" : "http") + "://" + tokenHost + ":" + tokens.port()
                    + "/token', service: " + TokenServer.SERVICE + ", issuer: " + TokenServer.ISSUER
                    + ", rootcertbundle: '" + authority(scratch) + "'}}");
        }
        try {
            return new GuardedRegistry(RegistryProcess.distribution(storage, sections.toArray(String[]::new)), tokens);
        } catch (IOException e) {
            if (tokens != null) {
                tokens.close();
            }
            throw e;
        }
    }

    /** Writes the certificate that all servers' certificates are signed with into {@code directory}. */
    static Path authority(Path directory) throws IOException {
        return Files.writeString(directory.resolve("authority.pem"), AUTHORITY.certificatePem());
    }

    int port() {
        return process.port();
    }

    @Nullable
    TokenServer tokens() {
        return tokens;
    }

    @Override
    public void close() {
        process.close();
        if (tokens != null) {
            tokens.close();
        }
    }
}
