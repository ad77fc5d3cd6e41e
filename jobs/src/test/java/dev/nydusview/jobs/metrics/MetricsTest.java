package dev.nydusview.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.UnixHttpClient;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.jobs.RecordedConsole;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("try") // metrics are held for their duration only
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? \\S+");

    @TempDir
    Path directory;

    private final RecordedConsole console = new RecordedConsole(Map.of());
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

    private MetricsSettings settings(@Nullable Path file, @Nullable SocketAddress address) {
        return new MetricsSettings(file, address, Duration.ofMillis(20));
    }

    private HttpResponse get(String path) throws IOException {
        try (UnixHttpClient client = UnixHttpClient.connect(directory.resolve("socket"), 1 << 20)) {
            return client.send(HttpRequest.get(path), Duration.ofSeconds(30));
        }
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void everyMetricIsExposedWithItsTypeAndMeaning() throws IOException {
        Path file = directory.resolve("nydusview.prom");
        try (ImageLibrary library = ImageLibrary.open(new LibrarySettings(directory, 0));
                Closeable metrics =
                        Metrics.start(settings(file, null), Measurements.of(library), console, problem::get)) {
            List<String> lines = Files.readAllLines(file);

            for (Metric metric : Metric.values()) {
                boolean perHost = metric.labels().contains("host"); // and no host was asked
                if (!perHost) {
                    assertThat(lines)
                            .contains(
                                    "# TYPE " + metric.exposedName() + " " + metric.type(),
                                    "# HELP " + metric.exposedName() + " " + metric.help());
                }
            }
            assertThat(lines.stream().filter(line -> !line.startsWith("#"))).allMatch(SAMPLE.asMatchPredicate());
        }
    }

    @Test
    void fileIsReplacedAsAWholeAtAnIntervalAndAtTheEnd() throws IOException {
        Path file = directory.resolve("nydusview.prom");
        Closeable metrics = Metrics.start(settings(file, null), Measurements.withoutImages(), console, problem::get);
        Object first = Files.readAttributes(file, "unix:ino").get("ino");
        while (Files.readAttributes(file, "unix:ino").get("ino").equals(first)) {
            Thread.onSpinWait(); // until the interval has passed
        }
        problem.set("it is broken");
        metrics.close();

        assertThat(file).content().contains("nydusview_healthy 0.0");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(Set.of("nydusview.prom"));
        }
    }

    @Test
    void fileThatCannotBeWrittenIsAnErrorAtTheStart() {
        Path file = directory.resolve("no/where.prom");

        assertThatThrownBy(
                        () -> Metrics.start(settings(file, null), Measurements.withoutImages(), console, problem::get))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void healthTellsTheReasonForWhichACommandCannotWork() throws IOException {
        try (Closeable metrics = Metrics.start(
                settings(null, UnixDomainSocketAddress.of(directory.resolve("socket"))),
                Measurements.withoutImages(),
                console,
                problem::get)) {
            HttpResponse well = get("/healthz");
            problem.set("the mount has ended");
            HttpResponse ill = get("/healthz");

            assertThat(well.status()).isEqualTo(200);
            assertThat(text(well)).isEqualTo("ok\n");
            assertThat(ill.status()).isEqualTo(503);
            assertThat(text(ill)).isEqualTo("the mount has ended\n");
            assertThat(text(get("/metrics"))).contains("nydusview_healthy 0.0");
            assertThat(get("/metrics").header("Content-Type")).startsWith("text/plain");
            assertThat(get("/other").status()).isEqualTo(404);
        }
    }

    @Test
    void cacheThatCannotBeWrittenIsAProblem() throws IOException {
        Path root = Files.createFile(directory.resolve("cache")); // whatever the user may do, it is no directory
        try (ImageLibrary library = ImageLibrary.open(new LibrarySettings(root, 0));
                Closeable metrics = Metrics.start(
                        settings(null, UnixDomainSocketAddress.of(directory.resolve("socket"))),
                        Measurements.of(library),
                        console,
                        problem::get)) {
            assertThat(get("/healthz").status()).isEqualTo(503);
            assertThat(text(get("/healthz"))).contains("the cache directory cannot be written");
        }
    }

    @Test
    void nothingIsDoneWhereNothingIsWanted() throws IOException {
        Metrics.start(MetricsSettings.NONE, Measurements.withoutImages(), console, problem::get)
                .close();

        assertThat(console.said()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
