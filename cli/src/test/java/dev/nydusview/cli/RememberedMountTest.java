package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.testdata.HostProcesses;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Mounts of a repository's images that fetch what was read of its other images. */
@Timeout(180)
@Tag("mount")
class RememberedMountTest {
    private Path directory;
    private Path cache;
    private Path mountPoint;
    private Path second;
    private Cli cli;
    private LayoutRegistry registry;
    private List<Path> files;

    @BeforeEach
    void start(@TempDir Path parent) throws IOException {
        directory = parent.toRealPath();
        cache = directory.resolve("cache");
        mountPoint = Files.createDirectory(directory.resolve("mnt"));
        second = Files.createDirectory(directory.resolve("second"));
        cli = new Cli(directory).with("NYDUSVIEW_CACHE_DIR", cache.toString());
        OciLayout layout = OciLayout.open(TestData.demoLayout());
        registry = LayoutRegistry.start("demo").add(layout);
        Descriptor image = layout.named("nydus-v6");
        registry.addManifest("later", image.mediaType(), layout.content(image).readAllBytes());
    }

    /** Waits for the processes of mounts, too: until they end, they write into the cache. */
    @AfterEach
    void end() throws Exception {
        for (Path mounted : List.of(mountPoint, second)) {
            cli.run("umount", "--lazy", mounted.toString());
            HostProcesses.awaitEnd(mounted.toString());
        }
        registry.close();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }

    private void mount(String tag, Path at, String... options) {
        String[] words = Stream.concat(
                        Stream.of("mount", "-d", registry.reference(tag), at.toString()), Stream.of(options))
                .toArray(String[]::new);
        Cli.Result mounted = cli.run(words);
        assertThat(mounted.code()).as(mounted.err()).isZero();
    }

    private JsonNode umount(Path at) throws IOException {
        Cli.Result result = cli.umount(at, "--format", "json");
        assertThat(result.code()).as(result.err()).isZero();
        return Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private JsonNode status() throws IOException {
        return Json.read(
                        cli.status(mountPoint.toString(), "--format", "json")
                                .out()
                                .getBytes(StandardCharsets.UTF_8),
                        JsonNode.class)
                .get("mounts")
                .get(0);
    }

    /** Waits until something was fetched ahead, and no more comes. */
    private JsonNode fetchedAhead() throws IOException {
        JsonNode before = status();
        for (JsonNode now = status(); ; now = status()) {
            long bytes = now.get("aheadBytes").asLong();
            if (bytes > 0 && bytes == before.get("aheadBytes").asLong()) {
                return now;
            }
            before = now;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    /** Reads the largest files of the mount, which are not databases of packages. */
    private void readFiles(Path at, int from, int to) throws IOException {
        if (files == null) {
            try (Stream<Path> all = Files.walk(at)) {
                files = all.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("status") && !file.endsWith("os-release"))
                        .sorted((a, b) ->
                                Long.compare(b.toFile().length(), a.toFile().length()))
                        .limit(6)
                        .map(at::relativize)
                        .toList();
            }
            assertThat(files).hasSize(6);
        }
        for (Path file : files.subList(from, to)) {
            assertThat(Files.readAllBytes(at.resolve(file.toString()))).isNotEmpty();
        }
    }

    private void readOnce() throws IOException {
        mount("nydus-v6", mountPoint);
        readFiles(mountPoint, 0, 3);
        umount(mountPoint);
        dropChunks();
    }

    private void dropChunks() throws IOException {
        TreeRemoval.remove(cache.resolve("blobs"));
    }

    private String remembered() {
        return cli.run("cache", "ls")
                .out()
                .lines()
                .filter(line -> line.startsWith("reads"))
                .findFirst()
                .orElse("");
    }

    @Test
    void filesAreFetchedWhenAnotherTagIsMountedAndAreUsed() throws IOException {
        readOnce();
        assertThat(remembered()).contains(registry.host() + "/demo (");
        mount("later", mountPoint);
        JsonNode ahead = fetchedAhead();
        assertThat(ahead.get("served").get("bytesRead").asLong()).isZero();
        assertThat(ahead.get("aheadUsedBytes").asLong()).isZero();
        assertThat(cli.status().out()).contains("AHEAD", "0.0 %");

        readFiles(mountPoint, 0, 3);
        JsonNode report = umount(mountPoint);
        assertThat(report.get("aheadUsedBytes").asLong()).isPositive();
        assertThat(report.get("fetched").get("blobBytes").asLong())
                .as("nothing is fetched twice")
                .isEqualTo(ahead.get("fetched").get("blobBytes").asLong());
    }

    @Test
    void theSummarySaysWhatWasUsed() throws IOException {
        readOnce();
        mount("later", mountPoint);
        fetchedAhead();
        readFiles(mountPoint, 0, 3);

        assertThat(cli.umount(mountPoint).out()).containsPattern(" of it ahead \\([1-9]\\d*\\.\\d % used\\)");
    }

    @Test
    void noProfileFetchesNothingAheadAndRemembersNothing() throws IOException {
        readOnce();
        Path file = onlyFile();
        byte[] before = Files.readAllBytes(file);
        mount("later", mountPoint, "--no-profile");
        readFiles(mountPoint, 3, 4);
        JsonNode report = umount(mountPoint);

        assertThat(report.get("aheadBytes").asLong()).isZero();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void withoutACacheNothingIsRemembered() throws IOException {
        mount("nydus-v6", mountPoint, "--no-cache");
        readFiles(mountPoint, 0, 3);
        JsonNode report = umount(mountPoint);

        assertThat(report.get("aheadBytes").asLong()).isZero();
        assertThat(cache.resolve("reads")).doesNotExist();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> entries = Files.list(cache.resolve("reads"))) {
            List<Path> found = entries.filter(file -> !file.endsWith("lock")).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void aDamagedMemoryIsReplaced() throws IOException {
        readOnce();
        Files.write(onlyFile(), new byte[1000]);
        assertThat(remembered()).isEmpty();
        mount("later", mountPoint);
        readFiles(mountPoint, 0, 1);
        umount(mountPoint);

        assertThat(remembered()).contains(registry.host() + "/demo (");
    }

    @Test
    void cacheVerifySaysThatAMemoryIsDamaged() throws IOException {
        readOnce();
        Files.write(onlyFile(), new byte[1000]);
        Cli.Result verified = cli.run("cache", "verify");

        assertThat(verified.code()).isEqualTo(6);
        assertThat(verified.err()).contains("damaged, removed: record of reads ");
        assertThat(cli.run("cache", "verify").code()).isZero();
    }

    @Test
    void mountsAtTheSameTimeBothAdd() throws IOException {
        mount("nydus-v6", mountPoint);
        mount("later", second);
        readFiles(mountPoint, 0, 1);
        readFiles(second, 5, 6);
        umount(mountPoint);
        int one = count(remembered());
        umount(second);

        assertThat(one).isPositive();
        assertThat(count(remembered())).isGreaterThan(one);
    }

    private static int count(String line) {
        return Integer.parseInt(line.replaceAll(".*\\((\\d+) files?\\).*", "$1"));
    }

    @Test
    void clearingTheCacheForgets() throws IOException {
        readOnce();
        assertThat(cli.run("cache", "clear").code()).isZero();

        assertThat(cache.resolve("reads")).doesNotExist();
    }
}
