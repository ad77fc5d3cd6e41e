package dev.nydusview.image.source;

import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryAuthTest {
    private static final String ALICE =
            "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
    private static final String UNAUTHORIZED =
            "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}";

    private final SampleImage image = new SampleImage(1);

    @TempDir
    Path directory;

    @Test
    void basicCredentialsAreShownOnlyAfterTheChallenge() throws IOException {
        Intercept basic = basic();
        try (LayoutRegistry registry = registry(basic);
                ResolvedImage resolved = resolve(registry.reference("v6"), alice())) {
            assertThat(resolved.bootstrap().remaining()).isEqualTo(image.boot().length);
            assertThat(basic.seen()).extracting(Intercept.Seen::authorization).containsExactly("null", ALICE, ALICE);
        }
    }

    @Test
    void wrongPasswordSaysWhoseItIs() throws IOException {
        try (LayoutRegistry registry = registry(basic())) {
            assertThatThrownBy(() -> resolve(
                            registry.reference("v6"),
                            SampleAccess.plain().withCredentials(to -> to.withCredentials("alice:wrong"))))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessage("GET http://" + registry.host() + "/v2/app/manifests/v6: 401 UNAUTHORIZED:"
                            + " authentication required; the registry does not accept the user alice (from --creds):"
                            + " check user, password and rights");
        }
    }

    @Test
    void lackOfCredentialsSaysHowToGiveThem() throws IOException {
        try (LayoutRegistry registry = registry(basic())) {
            String cause = "GET http://" + registry.host() + "/v2/app/manifests/v6: 401 UNAUTHORIZED:"
                    + " authentication required; ";
            String remedy = "; log in with \"docker login " + registry.host() + "\" or give --creds or --authfile";
            assertThatThrownBy(() -> resolve(registry.reference("v6"), SampleAccess.plain()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessage(cause + "no credentials for " + registry.host() + " were found" + remedy);
            assertThatThrownBy(() ->
                            resolve(registry.reference("v6"), alice().withCredentials(to -> to.withAnonymous(true))))
                    .hasMessage(cause + "--anonymous was given" + remedy);
        }
    }

    @Test
    void credentialsComeFromTheGivenFile() throws IOException {
        try (LayoutRegistry registry = registry(basic())) {
            Path file = Files.writeString(
                    directory.resolve("auth.json"),
                    "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + ALICE.substring(6) + "\"}}}");
            try (ResolvedImage resolved = resolve(
                    registry.reference("v6"), SampleAccess.plain().withCredentials(to -> to.withAuthFile(file)))) {
                assertThat(resolved.name()).startsWith(registry.reference("v6") + "@sha256:");
            }
        }
    }

    @Test
    void anonymousTokenIsFetchedOnceForManyRequests() throws IOException {
        TokenServer tokens = new TokenServer("null", 300);
        try (LayoutRegistry registry = registry(tokens.filter());
                ResolvedImage resolved = resolve(registry.reference("v6"), SampleAccess.plain())) {
            resolved.blobs().read(image.blobId(), 0, 10);
            assertThat(tokens.issued).hasValue(1);
            assertThat(tokens.queries).containsExactly("service=registry.test&scope=repository%3Aapp%3Apull");
        }
    }

    @Test
    void expiredTokenIsReplacedBeforeItIsUsed() throws IOException {
        TokenServer tokens = new TokenServer(ALICE, 0);
        try (LayoutRegistry registry = registry(tokens.filter());
                ResolvedImage resolved = resolve(registry.reference("v6"), alice())) {
            assertThat(tokens.issued).hasValue(2);
            assertThat(resolved.blobMetas()).containsKey(image.blobId());
        }
    }

    @Test
    void revokedTokenIsReplacedAfterItsRefusal() throws IOException {
        TokenServer tokens = new TokenServer(ALICE, 300);
        try (LayoutRegistry registry = registry(tokens.filter());
                ResolvedImage resolved = resolve(registry.reference("v6"), alice())) {
            tokens.valid.clear();
            assertThat(resolved.blobs().read(image.blobId(), 0, 10).remaining()).isEqualTo(10);
            assertThat(tokens.issued).hasValue(2);
        }
    }

    @Test
    void tokenServerThatRefusesIsNamed() throws IOException {
        TokenServer tokens = new TokenServer(ALICE, 300);
        try (LayoutRegistry registry = registry(tokens.filter())) {
            assertThatThrownBy(() -> resolve(
                            registry.reference("v6"),
                            SampleAccess.plain().withCredentials(to -> to.withCredentials("bob:hunter2"))))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessage("GET http://" + registry.host()
                            + "/token?service=registry.test&scope=repository%3Aapp%3Apull: 401 incorrect username or"
                            + " password; the token server does not accept the user bob (from --creds)");
        }
    }

    @Test
    void identityTokenIsExchangedByPost() throws IOException {
        TokenServer tokens = new TokenServer("null", 300);
        Intercept filter = tokens.filter();
        try (LayoutRegistry registry = registry(filter)) {
            Path file = Files.writeString(
                    directory.resolve("auth.json"),
                    "{\"auths\":{\"" + registry.host() + "\":{\"identitytoken\":\"refresh-me\"}}}");
            resolve(registry.reference("v6"), SampleAccess.plain().withCredentials(to -> to.withAuthFile(file)))
                    .close();
            assertThat(filter.seen()).extracting(Intercept.Seen::method).containsExactly("GET", "POST", "GET", "GET");
            assertThat(tokens.queries)
                    .containsExactly("grant_type=refresh_token&refresh_token=refresh-me&client_id=nydusview"
                            + "&scope=repository%3Aapp%3Apull&service=registry.test");
        }
    }

    @Test
    void forbiddenIsNotRepeated() throws IOException {
        Intercept filter = new Intercept(exchange -> Intercept.respond(
                exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not yours\\u001b[31m\\nreally\"}]}"));
        try (LayoutRegistry registry = registry(filter)) {
            assertThatThrownBy(() -> resolve(registry.reference("v6"), alice()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("403 DENIED: not yours\\x1b[31m really; ");
            assertThat(filter.seen()).hasSize(1);
        }
    }

    private static Access alice() {
        return SampleAccess.plain().withCredentials(to -> to.withCredentials("alice:secret"));
    }

    private static Intercept basic() {
        return new Intercept(
                exchange -> !ALICE.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        && Intercept.respond(exchange, 401, UNAUTHORIZED, "WWW-Authenticate: Basic realm=\"test\""));
    }

    private LayoutRegistry registry(Intercept filter) throws IOException {
        LayoutRegistry registry = LayoutRegistry.start("app", filter);
        image.addTo(registry, "v6");
        return registry;
    }

    /** Demands tokens for everything, and issues them at /token for the right credentials. */
    private static final class TokenServer {
        private final String credentials;
        private final int lifetime;
        final AtomicInteger issued = new AtomicInteger();
        final Set<String> valid = ConcurrentHashMap.newKeySet();
        final List<String> queries = new CopyOnWriteArrayList<>();

        TokenServer(String credentials, int lifetime) {
            this.credentials = credentials;
            this.lifetime = lifetime;
        }

        Intercept filter() {
            return new Intercept(this::answer);
        }

        private boolean answer(HttpExchange exchange) throws IOException {
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (exchange.getRequestURI().getPath().equals("/token")) {
                return issue(exchange, shown);
            }
            if (valid.contains(shown)) {
                return false;
            }
            String host = exchange.getRequestHeaders().getFirst("Host");
            return Intercept.respond(
                    exchange,
                    401,
                    UNAUTHORIZED,
                    "WWW-Authenticate: Bearer realm=\"http://" + host
                            + "/token\",service=\"registry.test\",scope=\"repository:app:pull\"");
        }

        private boolean issue(HttpExchange exchange, String shown) throws IOException {
            if (!shown.equals(credentials)) {
                return Intercept.respond(exchange, 401, "{\"details\":\"incorrect username or password\"}");
            }
            byte[] form = exchange.getRequestBody().readAllBytes();
            queries.add(
                    form.length > 0
                            ? new String(form, StandardCharsets.UTF_8)
                            : exchange.getRequestURI().getRawQuery());
            String token = "token-" + issued.incrementAndGet();
            valid.add("Bearer " + token);
            return Intercept.respond(exchange, 200, "{\"token\":\"" + token + "\",\"expires_in\":" + lifetime + "}");
        }
    }
}
