package dev.nydusview.scan.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultStoreTest {
    private static final ResultKey KEY = new ResultKey("ab".repeat(32));
    private static final byte[] REPORT = "{\"a\": \"\u00e4\"}\n".getBytes(StandardCharsets.UTF_8);
    private static final ScannerEntry SCANNER = new ScannerEntry(
            "trivy",
            "0.60",
            List.of("db of today"),
            List.of("trivy", "rootfs"),
            "exited",
            0,
            "complete",
            List.of(),
            1.25,
            true,
            null,
            null,
            null,
            null);

    @TempDir
    Path cache;

    private ResultStore store;

    @BeforeEach
    void makeStore() {
        store = new ResultStore(cache, Duration.ofHours(1));
    }

    private void keep(Instant scanned) throws IOException {
        store.keep(KEY, scanned, "localhost/image@sha256:1", SCANNER, REPORT);
    }

    @Test
    void whatIsKeptIsFound() throws IOException {
        Instant scanned = Instant.now();
        keep(scanned);

        assertThat(store.find(KEY)).hasValueSatisfying(found -> {
            assertThat(found.report().bytes()).isEqualTo(REPORT);
            assertThat(found.result().scanned()).isEqualTo(scanned);
            assertThat(found.result().image()).isEqualTo("localhost/image@sha256:1");
            assertThat(found.result().scanner()).isEqualTo(SCANNER);
        });
        assertThat(store.find(new ResultKey("ac".repeat(32)))).isEmpty();
        assertThat(new ResultStore(cache.resolve("other"), Duration.ofHours(1)).find(KEY))
                .isEmpty();
    }

    @Test
    void laterResultsReplaceEarlierOnesAndLeaveNothingBehind() throws IOException {
        keep(Instant.now().minusSeconds(60));
        Instant later = Instant.now();
        byte[] other = {'x'};
        store.keep(KEY, later, "localhost/image@sha256:1", SCANNER, other);

        assertThat(store.find(KEY)).hasValueSatisfying(found -> {
            assertThat(found.report().bytes()).isEqualTo(other);
            assertThat(found.result().scanned()).isEqualTo(later);
        });
        try (Stream<Path> files = Files.list(file(".json").getParent())) {
            assertThat(files).containsExactlyInAnyOrder(file(".json"), file(".report"));
        }
    }

    @Test
    void oldResultsAreNotUsed() throws IOException {
        keep(Instant.now().minus(Duration.ofMinutes(59)));
        assertThat(store.find(KEY)).isPresent();
        keep(Instant.now().minus(Duration.ofMinutes(61)));
        assertThat(store.find(KEY)).isEmpty();
        assertThat(new ResultStore(cache, Duration.ofHours(2)).find(KEY)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{}", "{\"schemaVersion\": 1}", "\0\0\0\0"})
    void damagedResultsAreAbsent(String content) throws IOException {
        keep(Instant.now());
        Files.writeString(file(".json"), content);
        assertThat(store.find(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"schemaVersion\" : 2",
                "\"schemaVersion\" : 1, \"more\" : 1",
                "\"schemaVersion\" : \"one\"",
            })
    void resultsOfOtherShapesAreAbsent(String version) throws IOException {
        keep(Instant.now());
        replace(file(".json"), "\"schemaVersion\" : 1", version);
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void resultsWithoutScannerAreAbsent() throws IOException {
        keep(Instant.now());
        String whole = Files.readString(file(".json"));
        Files.writeString(file(".json"), whole.substring(0, whole.indexOf("\"scanner\"")) + "\"scanner\" : null }");
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void damagedReportsAreAbsent() throws IOException {
        keep(Instant.now());
        Files.write(file(".report"), new byte[] {'{'});
        assertThat(store.find(KEY)).isEmpty();
        Files.delete(file(".report"));
        assertThat(store.find(KEY)).isEmpty();
        keep(Instant.now());
        assertThat(store.find(KEY)).isPresent();
    }

    private static void replace(Path file, String old, String other) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, other));
    }

    private Path file(String suffix) {
        return cache.resolve("results").resolve("ab").resolve(KEY.hex() + suffix);
    }
}
