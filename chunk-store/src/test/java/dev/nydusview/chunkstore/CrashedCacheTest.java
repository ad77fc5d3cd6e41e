package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cache under processes that are killed, a bound, a full disk, or a file system that is read-only: whoever reads
 * through it gets the right bytes, and uses what is complete. {@code -Dcrash.kills=200} kills more.
 */
@Timeout(900)
class CrashedCacheTest {
    private static final int KILLS = Integer.getInteger("crash.kills", 12);
    private static final int FILES = 150;
    private static final long AMPLE = 1L << 30;
    private static final long TIGHT = 16L << 20;
    private static final int KILLED = 137;
    private static final Pattern SUMMARY =
            Pattern.compile("fetched (\\d+) cached (\\d+) unwritten (\\d+) warnings (\\d+)");

    @TempDir
    Path directory;

    private final Random random = new Random(9);
    private Path cache;

    @BeforeEach
    void build() throws IOException {
        cache = directory.resolve("cache");
        SourceTree tree = new SourceTree();
        for (int i = 0; i < FILES; i++) {
            tree.file("/file" + i, CacheReader.content(i));
        }
        BuiltImage built = ImageBuilder.v6().chunkSize(0x4000).build(tree);
        Files.write(directory.resolve("image.boot"), built.bootstrap());
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        for (Map.Entry<String, ByteBuffer> blob : built.blobs().entrySet()) {
            try (FileChannel file = FileChannel.open(
                    blobs.resolve(blob.getKey()), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                while (blob.getValue().hasRemaining()) {
                    file.write(blob.getValue());
                }
            }
        }
    }

    private List<String> command(long size, int rounds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CacheReader.class.getName(),
                directory.toString(),
                cache.toString(),
                String.valueOf(size),
                String.valueOf(rounds),
                String.valueOf(random.nextInt()));
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private record Outcome(long fetched, long cached, long unwritten, long warnings) {}

    private static Outcome ended(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        Matcher summary = SUMMARY.matcher(output);
        assertThat(summary.find()).as(output).isTrue();
        return new Outcome(
                Long.parseLong(summary.group(1)),
                Long.parseLong(summary.group(2)),
                Long.parseLong(summary.group(3)),
                Long.parseLong(summary.group(4)));
    }

    private Outcome read(long size, int rounds) throws IOException, InterruptedException {
        return ended(start(command(size, rounds)));
    }

    @Test
    @Tag("soak")
    void processesThatAreKilledLeaveNothingWrong() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(begun());
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int victim = random.nextInt(3);
            Thread.sleep(random.nextInt(300));
            Process process = processes.get(victim);
            process.toHandle().destroyForcibly(); // which leaves its output readable
            int code = process.waitFor();
            assertThat(code)
                    .as(process.inputReader(StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                            .toString())
                    .isEqualTo(KILLED);
            if (kill % 5 == 4) {
                Files.deleteIfExists(cache.resolve("blobs/budget")); // and once more from an empty number
            }
            processes.set(victim, begun());
        }
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }

        long chunks = chunks();
        Outcome next = read(AMPLE, 1);
        assertThat(next.fetched() + next.cached()).isEqualTo(chunks);
        assertThat(next.cached()).as("what was complete is used").isGreaterThan(0);
        assertThat(next.unwritten()).isZero();
        Files.move(directory.resolve("blobs"), directory.resolve("gone"));
        Outcome offline = indexes(() -> read(AMPLE, 1));
        assertThat(offline.fetched()).isZero();
    }

    private interface Reading {
        Outcome read() throws IOException, InterruptedException;
    }

    /** Reads with the indexes of the blobs, which are not cached, and none of their chunks. */
    private Outcome indexes(Reading reading) throws IOException, InterruptedException {
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        try (var sound = Files.list(directory.resolve("gone"))) {
            for (Path blob : sound.toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                for (int i = 0; i < bytes.length / 2; i++) {
                    bytes[i] = 0;
                }
                Files.write(blobs.resolve(blob.getFileName()), bytes);
            }
        }
        return reading.read();
    }

    /** Returns the number of chunks of the image: what a process fetches that has a cache of its own. */
    private long chunks() throws IOException, InterruptedException {
        Path shared = cache;
        cache = directory.resolve("own");
        long chunks = read(AMPLE, 1).fetched();
        cache = shared;
        return chunks;
    }

    /** Starts a process that reads until it is killed, and has begun to. */
    private Process begun() throws IOException {
        Process process = start(command(AMPLE, Integer.MAX_VALUE));
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        assertThat(lines.readLine()).isEqualTo("reading");
        return process;
    }

    @Test
    @Tag("soak")
    void processesAtOnceKeepABoundedCacheWithinItAndReadRight() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(command(TIGHT, 3)));
        }
        for (Process process : processes) {
            Outcome outcome = ended(process);
            assertThat(outcome.fetched()).isPositive();
            assertThat(outcome.unwritten()).isZero();
        }
        assertThat(allocated()).isLessThanOrEqualTo(TIGHT * 105 / 100);
        assertThat(read(TIGHT, 1).cached()).isPositive();
    }

    private long allocated() throws IOException, InterruptedException {
        Process usage = start(List.of("du", "-s", "-B1", cache.resolve("blobs").toString()));
        String output = new String(usage.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(usage.waitFor()).isZero();
        return Long.parseLong(output.split("\t", -1)[0]);
    }

    /** Runs the reader in a mount namespace of its own, after {@code mount}, to which {@code $1} is the cache. */
    private Outcome inNamespace(String mount) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        List<String> line = new ArrayList<>(List.of(
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-ec", mount + "\nshift\nexec \"$@\""));
        line.add("sh");
        line.add(cache.toString());
        line.addAll(command(AMPLE, 1));
        return ended(start(line));
    }

    private static void assumeNamespaces() throws IOException, InterruptedException {
        Process process = start(List.of("unshare", "--user", "--map-root-user", "--mount", "true"));
        process.getInputStream().readAllBytes();
        assumeTrue(process.waitFor() == 0, "user namespaces are not allowed");
    }

    @Test
    @Tag("mount")
    void aFullDiskCostsTheCacheAndNoRead() throws Exception {
        assumeNamespaces();
        Outcome outcome = inNamespace("mount -t tmpfs -o size=4m,mode=700 cache \"$1\"");
        assertThat(outcome.fetched()).isGreaterThan(500);
        assertThat(outcome.unwritten()).isPositive();
        assertThat(outcome.warnings()).isEqualTo(1);
    }

    @Test
    @Tag("mount")
    void aReadOnlyCacheThatIsCompleteIsUsed() throws Exception {
        assumeNamespaces();
        long all = read(AMPLE, 1).fetched();
        Outcome outcome = inNamespace("mount --bind \"$1\" \"$1\"\nmount -o remount,bind,ro \"$1\"");
        assertThat(outcome).isEqualTo(new Outcome(0, all, 0, 0));
    }

    @Test
    @Tag("mount")
    void aReadOnlyCacheThatLacksChunksIsUsedWithOneWarning() throws Exception {
        assumeNamespaces();
        long all = read(AMPLE, 1).fetched();
        try (var files = Files.list(cache.resolve("blobs"))) {
            for (Path state :
                    files.filter(file -> file.toString().endsWith(".state")).toList()) {
                byte[] states = Files.readAllBytes(state);
                for (int i = 0; i < states.length / 2; i++) {
                    states[i] = 0;
                }
                Files.write(state, states);
            }
        }
        Outcome outcome = inNamespace("mount --bind \"$1\" \"$1\"\nmount -o remount,bind,ro \"$1\"");
        assertThat(outcome.cached()).isPositive();
        assertThat(outcome.fetched()).isPositive();
        assertThat(outcome.cached() + outcome.fetched()).isEqualTo(all);
        assertThat(outcome.warnings()).isEqualTo(1);
    }
}
