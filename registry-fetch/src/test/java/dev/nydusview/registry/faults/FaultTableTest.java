package dev.nydusview.registry.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.faults.Fault.Right;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every kind of request, once and for good, at the registry and at storage to which it redirects; {@code
 * docs/faults.md} shows what comes of it.
 */
@Tag("soak")
@Timeout(60)
final class FaultTableTest {
    private static final Path DOCUMENT = Path.of("../docs/faults.md");
    private static final String BEGIN = "<!-- faults, generated: -Dupdate.cli.docs=true -->\n";
    private static final String END = "<!-- end of faults -->\n";
    private static final String SECRET = "hunter2";

    /** Requests that a read may cost while its host is out of order for half a second. */
    private static final int MOST_REQUESTS = 30;

    /** Faults that storage is known for; each is one that a registry may have, too. */
    private static final Set<Fault> AT_STORAGE = EnumSet.of(
            Fault.STATUS_503,
            Fault.STATUS_400,
            Fault.STATUS_401,
            Fault.STATUS_403,
            Fault.STATUS_404,
            Fault.DROPPED,
            Fault.CUT,
            Fault.SILENT,
            Fault.SHORT,
            Fault.LOOP);

    private final FaultyHost registry = new FaultyHost(BlobReads.CONTENT);
    private final FaultyHost storage = new FaultyHost(BlobReads.CONTENT);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger struck = new AtomicInteger();

    FaultTableTest() throws IOException {}

    @AfterEach
    void stop() {
        over.countDown();
        registry.close();
        storage.close();
    }

    /** Host that has a fault. */
    enum Place {
        REGISTRY("registry"),
        STORAGE("storage");

        private final String text;

        Place(String text) {
            this.text = text;
        }
    }

    record Run(RequestKind kind, Place place, Fault fault, boolean once) {
        @Override
        public String toString() {
            return fault.text() + (once ? " once" : " for good") + ", " + kind.text() + ", " + place.text;
        }
    }

    static Stream<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (RequestKind kind : RequestKind.values()) {
            for (Place place : Place.values()) {
                for (Fault fault : place == Place.REGISTRY ? EnumSet.allOf(Fault.class) : AT_STORAGE) {
                    runs.add(new Run(kind, place, fault, true));
                    runs.add(new Run(kind, place, fault, false));
                }
            }
        }
        return runs.stream();
    }

    private boolean answer(HttpExchange exchange, Run run, Place place) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean token = path.equals("/token");
        if (run.kind == RequestKind.TOKEN && !token) {
            return !"Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    ? Intercept.respond(
                            exchange,
                            401,
                            "",
                            "WWW-Authenticate: Bearer realm=\"http://" + registry.host() + "/token\",service=\"s\"")
                    : right(exchange, run);
        }
        if (place == Place.REGISTRY && run.place == Place.STORAGE) {
            return Intercept.respond(exchange, 307, "", "Location: http://" + storage.host() + path + "?sig=" + SECRET);
        }
        if (struck.getAndIncrement() > 0 && run.once) {
            return right(exchange, run);
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        run.fault.answer(exchange, run.kind.right(range), over);
        return true;
    }

    private static boolean right(HttpExchange exchange, Run run) throws IOException {
        Right right = run.kind.right(exchange.getRequestHeaders().getFirst("Range"));
        return Intercept.respond(exchange, right.status(), right.body(), right.headers());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isAsPromised(Run run) throws IOException {
        registry.with((exchange, request) -> answer(exchange, run, Place.REGISTRY));
        storage.with((exchange, request) -> answer(exchange, run, Place.STORAGE));
        long begin = System.nanoTime();
        Throwable failure = failure(run);
        Promise promise = Promise.of(run);
        assertThat(Promise.shown(failure)).as("%s: %s", run, failure).isEqualTo(promise);
        assertThat(registry.seen().size() + storage.seen().size())
                .as(run.toString())
                .isLessThan(MOST_REQUESTS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        if (failure != null) {
            assertThat(failure.getMessage()).doesNotContain(SECRET).doesNotContain("\n");
        }
    }

    private Throwable failure(Run run) throws IOException {
        ImageReference reference = ImageReference.parse(
                registry.host() + "/app" + (run.kind == RequestKind.MANIFEST ? "@sha256:" + BlobReads.ID : ""));
        CredentialSettings credentials = CredentialSettings.of(Map.of());
        credentials = run.kind == RequestKind.TOKEN
                ? credentials.withCredentials("u:" + SECRET)
                : credentials.withAnonymous(true);
        RegistryAccess access = RegistryAccess.of(Map.of());
        access = access.with(access.transport()
                        .withTimeout(Duration.ofMillis(run.fault.isSilence() ? 300 : 10_000))
                        .withRetryFor(run.once ? Duration.ofSeconds(10) : Duration.ofMillis(300)))
                .with(credentials);
        try (RegistryConnections connections = new RegistryConnections();
                RegistryHttp http = connections.open(reference, access)) {
            run.kind.read(reference, http);
            return null;
        } catch (IOException | AssertionError e) {
            return e;
        }
    }

    @Test
    void theDocumentShowsAllRuns() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END, from);
        assertThat(from).isGreaterThan(BEGIN.length());
        String table = table();
        if (Boolean.getBoolean("update.cli.docs")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("the table in docs/faults.md; make it anew with -Dupdate.cli.docs=true")
                .isEqualTo(table);
    }

    private static String table() {
        StringBuilder table = new StringBuilder();
        for (Place place : Place.values()) {
            table.append("\n### At the ").append(place.text).append("\n\n| fault |");
            Stream.of(RequestKind.values())
                    .forEach(kind -> table.append(' ').append(kind.text()).append(" |"));
            table.append("\n|---|")
                    .append("---|".repeat(RequestKind.values().length))
                    .append('\n');
            for (Fault fault : Fault.values()) {
                if (runs().anyMatch(run -> run.place == place && run.fault == fault)) {
                    table.append("| ").append(fault.text()).append(" |");
                    for (RequestKind kind : RequestKind.values()) {
                        table.append(' ').append(cell(kind, place, fault)).append(" |");
                    }
                    table.append('\n');
                }
            }
        }
        return table.append('\n').toString();
    }

    private static String cell(RequestKind kind, Place place, Fault fault) {
        List<Promise> promises = runs().filter(run -> run.kind == kind && run.place == place && run.fault == fault)
                .map(Promise::of)
                .toList();
        return promises.stream().distinct().map(Promise::text).collect(Collectors.joining(", then "));
    }
}
