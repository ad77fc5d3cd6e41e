package dev.nydusview.registry.faults;

import static dev.nydusview.registry.faults.BlobReads.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.http.Intercept;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage behind a registry, and token servers beside it. */
@Timeout(60)
final class StorageTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final String SECRET = "hunter2";

    private final FaultyHost registry = new FaultyHost(BlobReads.CONTENT);
    private final FaultyHost storage = new FaultyHost(BlobReads.CONTENT);
    private final FaultyHost spare = new FaultyHost(BlobReads.CONTENT);

    StorageTest() throws IOException {}

    @AfterEach
    void stop() {
        registry.close();
        storage.close();
        spare.close();
    }

    private static boolean redirect(HttpExchange exchange, FaultyHost to) throws IOException {
        return Intercept.respond(exchange, 307, "", "Location: http://" + to.host() + "/x?sig=" + SECRET);
    }

    @Test
    void manyReadsAskTheRegistryOnce() throws Exception {
        registry.with((exchange, request) -> redirect(exchange, storage));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(300)).isEmpty();
        }
        assertThat(registry.seen()).hasSize(1);
        assertThat(storage.seen()).hasSize(300);
    }

    @Test
    void aNodeThatDiesIsReplacedByAnother() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        registry.with((exchange, request) -> redirect(exchange, asked.getAndIncrement() == 0 ? storage : spare));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(50)).isEmpty();
            storage.goAway();
            assertThat(reads.many(200)).isEmpty();
        }
        assertThat(registry.seen()).hasSizeLessThan(5);
        assertThat(spare.seen()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 500, 503})
    void aRememberedPlaceThatRefusesLeadsBackToTheRegistry(int status) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        registry.with((exchange, request) -> redirect(exchange, asked.getAndIncrement() == 0 ? storage : spare));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.read(0, 10)).isEqualTo(part(0, 10));
            storage.with((exchange, request) -> Intercept.respond(exchange, status, "no"));
            assertThat(reads.many(100)).isEmpty();
        }
        assertThat(registry.seen()).hasSize(2);
    }

    @Test
    void aSignatureThatExpiredOnItsWayIsReplacedOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        registry.with((exchange, request) -> redirect(exchange, asked.getAndIncrement() == 0 ? storage : spare));
        storage.with((exchange, request) -> Intercept.respond(exchange, 403, "expired"));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.read(0, 10)).isEqualTo(part(0, 10));
        }
        assertThat(registry.seen()).hasSize(2);
    }

    @Test
    void signaturesThatAreNeverTakenEndAllReadsOfTheBlob() throws Exception {
        registry.with((exchange, request) -> redirect(exchange, storage));
        storage.with((exchange, request) -> Intercept.respond(exchange, 403, "expired"));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(500)).hasSize(500).allSatisfy(error -> assertThat(error)
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("sig=REDACTED")
                    .hasMessageNotContaining(SECRET));
        }
        assertThat(registry.seen()).hasSize(2);
        assertThat(storage.seen()).hasSize(2);
    }

    @Test
    void aLoopEndsOnceForAllReads() throws Exception {
        registry.with((exchange, request) -> Intercept.respond(exchange, 307, "", "Location: " + BlobReads.PATH));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(500)).hasSize(500).allSatisfy(error -> assertThat(error)
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("more than 10 redirects"));
        }
        assertThat(registry.seen()).hasSize(11);
    }

    @Test
    void tenRedirectsAreFollowed() throws Exception {
        registry.with((exchange, request) ->
                request <= 10 && Intercept.respond(exchange, 302, "", "Location: /hop/" + request));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.read(5, 5)).isEqualTo(part(5, 5));
        }
        assertThat(registry.seen()).hasSize(11);
    }

    private boolean tokens(HttpExchange exchange, AtomicInteger renewals, boolean denied) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/token")) {
            int count = renewals.incrementAndGet();
            return (denied && count > 1)
                    ? Intercept.respond(exchange, 401, "no longer")
                    : Intercept.respond(exchange, 200, "{\"token\":\"t" + count + "\",\"expires_in\":300}");
        }
        return !("Bearer t" + Math.min(renewals.get(), accepted.get()))
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && Intercept.respond(
                        exchange,
                        401,
                        "",
                        "WWW-Authenticate: Bearer realm=\"http://" + registry.host() + "/token\",service=\"s\"");
    }

    private final AtomicInteger accepted = new AtomicInteger(1);

    private BlobReads authorised() throws IOException {
        return new BlobReads(
                registry.host(), PATIENT, CredentialSettings.of(Map.of()).withCredentials("u:" + SECRET));
    }

    @Test
    void aRefusedTokenIsRenewedOnce() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        registry.with((exchange, request) -> tokens(exchange, renewals, false));
        try (BlobReads reads = authorised()) {
            assertThat(reads.read(0, 10)).isEqualTo(part(0, 10));
            accepted.set(2);
            registry.with((exchange, request) -> tokens(exchange, renewals, false)
                    || (!"Bearer t2".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            && Intercept.respond(
                                    exchange,
                                    401,
                                    "",
                                    "WWW-Authenticate: Bearer realm=\"http://" + registry.host() + "/token\"")));
            assertThat(reads.many(200)).isEmpty();
        }
        assertThat(renewals).hasValue(2);
        assertThat(registry.seen()).hasSizeLessThan(260);
    }

    @Test
    void aDeniedRenewalEndsAllReads() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        registry.with((exchange, request) -> tokens(exchange, renewals, true));
        try (BlobReads reads = authorised()) {
            assertThat(reads.read(0, 10)).isEqualTo(part(0, 10));
            registry.with(
                    (exchange, request) -> exchange.getRequestURI().getPath().equals("/token")
                            ? tokens(exchange, renewals, true)
                            : Intercept.respond(
                                    exchange,
                                    401,
                                    "",
                                    "WWW-Authenticate: Bearer realm=\"http://" + registry.host()
                                            + "/token\",service=\"s\""));
            assertThat(reads.many(1000)).hasSize(1000).allSatisfy(error -> assertThat(error)
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("no longer")
                    .hasMessageNotContaining(SECRET));
            assertThatThrownBy(() -> reads.read(0, 10)).isInstanceOf(AuthenticationException.class);
        }
        assertThat(renewals).hasValue(2);
        assertThat(registry.seen()).hasSizeLessThan(40);
    }
}
