package dev.nydusview.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.jobs.RecordedConsole;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? \\S+");
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path directory;

    private final RecordedConsole console = new RecordedConsole();
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

    private MetricsSettings settings(@Nullable Path file, @Nullable InetSocketAddress address) {
        return new MetricsSettings(file, address, Duration.ofMillis(20));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String line = console.messages().stream()
                .filter(message -> message.startsWith("serving /metrics"))
                .findFirst()
                .orElseThrow();
        URI uri = URI.create("http://" + line.substring(line.lastIndexOf(' ') + 1) + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void everyMetricIsExposedWithItsTypeAndMeaning() throws IOException {
        Path file = directory.resolve("nydusview.prom");
        try (ImageLibrary library = ImageLibrary.open(new LibrarySettings(directory, 0));
                Closeable metrics = Metrics.start(
                        settings(file, null), Measurements.of(library), console, problem::get)) {
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
    void fileIsReplacedAsAWholeAtAnIntervalAndAtTheEnd() throws IOException, InterruptedException {
        Path file = directory.resolve("nydusview.prom");
        Closeable metrics = Metrics.start(
                settings(file, null), Measurements.withoutImages(), console, problem::get);
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

        assertThatThrownBy(() -> Metrics.start(
                        settings(file, null), Measurements.withoutImages(), console, problem::get))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void healthTellsTheReasonForWhichACommandCannotWork() throws IOException, InterruptedException {
        try (Closeable metrics = Metrics.start(
                settings(null, ANY), Measurements.withoutImages(), console, problem::get)) {
            HttpResponse<String> well = get("/healthz");
            problem.set("the mount has ended");
            HttpResponse<String> ill = get("/healthz");

            assertThat(well.statusCode()).isEqualTo(200);
            assertThat(well.body()).isEqualTo("ok\n");
            assertThat(ill.statusCode()).isEqualTo(503);
            assertThat(ill.body()).isEqualTo("the mount has ended\n");
            assertThat(get("/metrics").body()).contains("nydusview_healthy 0.0");
            assertThat(get("/metrics").headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            assertThat(get("/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void cacheThatCannotBeWrittenIsAProblem() throws IOException, InterruptedException {
        Path root = Files.createFile(directory.resolve("cache")); // whatever the user may do, it is no directory
        try (ImageLibrary library = ImageLibrary.open(new LibrarySettings(root, 0));
                Closeable metrics =
                        Metrics.start(settings(null, ANY), Measurements.of(library), console, problem::get)) {
            assertThat(get("/healthz").statusCode()).isEqualTo(503);
            assertThat(get("/healthz").body()).contains("the cache directory cannot be written");
        }
    }

    @Test
    void nothingIsDoneWhereNothingIsWanted() throws IOException {
        Metrics.start(MetricsSettings.NONE, Measurements.withoutImages(), console, problem::get)
                .close();

        assertThat(console.messages()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
