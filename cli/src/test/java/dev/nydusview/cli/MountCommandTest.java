package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.HostProcesses;
import dev.nydusview.testdata.ProcessLines;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Mounts from beginning to end, through the kernel. */
@Timeout(120) // a mount that hangs must not hang the build
@Tag("mount")
class MountCommandTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final String SOURCE = "bootstrap:" + IMAGE.bootstrap();

    private Path directory;
    private Path mountPoint;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        mountPoint = Files.createDirectory(this.directory.resolve("mnt"));
        cli = new Cli(directory).with("NYDUSVIEW_BLOB_DIR", IMAGE.blobs().toString());
    }

    @AfterEach
    void unmount() throws IOException {
        cli.run("umount", "--lazy", mountPoint.toString());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }

    private Cli.Result run(String script) {
        return cli.run("mount", SOURCE, mountPoint.toString(), "--run", "sh", "-c", script, "sh", "{}");
    }

    private void damageBlobs() throws IOException {
        Path blobs = Files.createDirectory(directory.resolve("damaged"));
        try (Stream<Path> originals = Files.list(IMAGE.blobs())) {
            for (Path original : originals.toList()) {
                byte[] bytes = Files.readAllBytes(original);
                bytes[0] ^= 1;
                Files.write(blobs.resolve(original.getFileName().toString()), bytes);
            }
        }
        cli.with("NYDUSVIEW_BLOB_DIR", blobs.toString()).with("NYDUSVIEW_NO_CACHE", "1");
    }

    /** Reads every file; the first chunk of the blob is in one of them. */
    private static String readAll() {
        return "find \"$1\" -type f -print0 | xargs -0 cat >/dev/null 2>&1; exit 0";
    }

    @Test
    void programSeesTheImageAndItsExitCodeIsPassedOn() throws IOException {
        Path copy = directory.resolve("copy");

        Cli.Result result = run("cp \"$1/etc/os-release\" '" + copy + "'; exit 5");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .startsWith("nydusview: 1 file opened, 64 B read; ")
                .hasLineCount(1);
        assertThat(copy).content().startsWith("PRETTY_NAME");
        assertThat(cli.run("status").out().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "exit 121, 1, ended with exit code 121",
        "kill -9 $$, 123, was killed by signal 9",
    })
    void codesThatWouldMislead(String script, int code, String message) {
        Cli.Result result = run(script);

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).contains(message);
    }

    @Test
    void whateverFailsBeforeTheProgramHasACodeOfItsOwn() throws IOException {
        assertThat(cli.run("mount", SOURCE, "--run", "no-such-program", "{}").code())
                .isEqualTo(123);
        assertThat(cli.run("mount", SOURCE + ".missing", "--run", "true", "{}").code())
                .isEqualTo(121);
        Files.createFile(mountPoint.resolve("file"));
        assertThat(run("true").code()).isEqualTo(122);
        assertThat(cli.run("mount", SOURCE, mountPoint.toString()).code()).isEqualTo(7);
        assertThat(cli.run("mount", SOURCE, directory.resolve("no/where").toString())
                        .code())
                .isEqualTo(7);
        Files.delete(mountPoint.resolve("file"));
        assertThat(cli.run("status").out().lines()).hasSize(1);
    }

    @Test
    void programMustBeToldWhereTheImageIs() {
        Cli.Result result = cli.run("mount", SOURCE, "--run", "ls", "/");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("the arguments of ls do not name the image: add {}, which stands for its directory");
        assertThat(cli.run("mount", SOURCE, mountPoint.toString(), "--run", "test", "-d", mountPoint + "/etc")
                        .code())
                .isZero();
    }

    @Test
    void linksOfTheImageDoNotLeadAProgramToTheHost() {
        String script = "find \"$1\" -type l -printf '%l\\n' | grep -q ^/";
        assertThat(run(script).code()).isEqualTo(1);
        assertThat(cli.run("mount", "--contain-links=false", SOURCE, "--run", "sh", "-c", script, "sh", "{}")
                        .code())
                .isZero();
    }

    /** The kernel does not show these owners inside a user namespace. */
    @Test
    void pythonPackagesKnowOwnersInUserNamespaces() throws Exception {
        String python = Path.of("../python/src").toRealPath().toString();
        String script =
                """
                import os, sys
                from veinmind.filesystem import FileSystem
                found = FileSystem(sys.argv[1]).lstat("/perms/biguid")
                plain = os.lstat(sys.argv[1] + "/perms/biguid")
                print(plain.st_uid, found.st_uid, found.st_gid, found.st_size == plain.st_size, found.st_mtime == plain.st_mtime)
                """;
        assertThat(cli.run("mount", "-d", SOURCE, mountPoint.toString()).code()).isZero();
        Path out = directory.resolve("out");
        ProcessBuilder reading = new ProcessBuilder(
                "unshare", "--user", "--map-current-user", "python3", "-c", script, mountPoint.toString());
        reading.environment().put("PYTHONPATH", python);
        assertThat(reading.inheritIO().redirectOutput(out.toFile()).start().waitFor())
                .isZero();
        cli.run("umount", mountPoint.toString());
        assertThat(out).hasContent("65534 4000000000 3000000000 True True");
    }

    @Test
    void programGetsNoCredentials() {
        cli.with("NYDUSVIEW_CREDS", "me:secret").with("REGISTRY_PASSWORD", "secret");
        assertThat(run("env | grep -q secret").code()).isEqualTo(1);
    }

    @Test
    void programEndsWithNydusview() throws Exception {
        String nap = HostProcesses.nap();
        String script = "setsid env -i sleep " + nap + " & sleep " + nap;
        Process process = cli.process(
                Main.class, "mount", SOURCE, mountPoint.toString(), "--run", "sh", "-c", script, "sh", "{}");
        HostProcesses.await(nap);
        process.destroyForcibly().waitFor();
        HostProcesses.awaitEnd(nap);
    }

    @Test
    void signalsReachTheProgram() throws Exception {
        String nap = HostProcesses.nap();
        Path told = directory.resolve("told");
        String script = "trap 'echo >" + told + "; exit 9' TERM; sleep " + nap + " & wait";
        Process process = cli.process(
                Main.class, "mount", SOURCE, mountPoint.toString(), "--run", "sh", "-c", script, "sh", "{}");
        HostProcesses.await(nap);
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(told).exists();
    }

    @Test
    void failedReadBeatsTheProgramsVerdict() throws IOException {
        damageBlobs();

        Cli.Result result = run(readAll());

        assertThat(result.code()).isEqualTo(120);
        assertThat(result.err())
                .containsPattern(
                        "nydusview: \\d+ reads? failed, so results from " + mountPoint + " are incomplete:\n  /");
    }

    @Test
    void detachedMountIsFoundAndEnded() throws IOException {
        Path pidFile = directory.resolve("pid");
        Cli.Result mounted = cli.run("mount", "-d", SOURCE, mountPoint.toString(), "--pid-file", pidFile.toString());
        assertThat(mounted.code()).as(mounted.err()).isZero();
        assertThat(mounted.out()).startsWith("mounted bootstrap:").endsWith(" at " + mountPoint + "\n");
        assertThat(mountPoint.resolve("etc/os-release")).content().startsWith("PRETTY_NAME");

        Cli.Result again = cli.run("mount", SOURCE, mountPoint.toString());
        assertThat(again.code()).isEqualTo(7);
        assertThat(again.err()).contains("is already mounted at " + mountPoint + " by process ");

        JsonNode status = json(cli.status(mountPoint.toString(), "--format", "json"))
                .get("mounts")
                .get(0);
        assertThat(status.get("state").asString()).isEqualTo("mounted");
        assertThat(status.get("pid").asLong())
                .isEqualTo(Long.parseLong(Files.readString(pidFile).strip()));
        assertThat(status.get("served").get("filesOpened").asInt()).isEqualTo(1);
        assertThat(status.get("fetched").get("chunksFetched").asInt()).isEqualTo(1);

        JsonNode ended = json(cli.umount(mountPoint, "--format", "json"));
        assertThat(ended.get("state").asString()).isEqualTo("ended");
        assertThat(ended.get("failedReads").size()).isZero();
        assertThat(pidFile).doesNotExist();
        assertThat(cli.run("umount", mountPoint.toString()).code()).isEqualTo(3);
        for (String[] asked :
                new String[][] {{"status", "--format", "json"}, {"status", "--format", "json", mountPoint.toString()}
                }) {
            JsonNode mounts = json(cli.run(asked)).get("mounts");
            assertThat(mounts.size()).isEqualTo(1);
            assertThat(mounts.get(0).get("state").asString()).isEqualTo("ended");
        }
    }

    private static JsonNode json(Cli.Result result) throws IOException {
        assertThat(result.code()).as(result.err()).isZero();
        return Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void detachedMountReportsFailedReads() throws IOException, InterruptedException {
        damageBlobs();
        assertThat(cli.run("mount", "-d", SOURCE, mountPoint.toString()).code()).isZero();
        new ProcessBuilder("sh", "-c", readAll(), "sh", mountPoint.toString())
                .start()
                .waitFor();

        Cli.Result status = cli.status();
        Cli.Result ended = cli.umount(mountPoint);

        assertThat(status.code()).isEqualTo(6);
        assertThat(status.err()).contains("failed, so results from " + mountPoint + " are incomplete:");
        assertThat(ended.code()).isEqualTo(6);
        assertThat(ended.err())
                .contains("failed, so results from " + mountPoint + " are incomplete:")
                .contains("  /");
    }

    @Test
    void processThatCannotMountInTheBackgroundSaysWhy() throws IOException {
        Files.createFile(mountPoint.resolve("file"));

        Cli.Result result = cli.run("mount", "--detach", SOURCE, mountPoint.toString());

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("mount point " + mountPoint + " is not empty");
    }

    @Test
    void mountOfAProcessThatDiedIsRemoved() throws IOException {
        Path pidFile = directory.resolve("pid");
        cli.run("mount", "-d", SOURCE, mountPoint.toString(), "--pid-file", pidFile.toString());
        ProcessHandle process = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        process.descendants().forEach(ProcessHandle::destroyForcibly); // the helper that would clean up
        process.destroyForcibly();
        process.onExit().join();

        Cli.Result status = cli.run("status", mountPoint.toString());
        Cli.Result umount = cli.run("umount", mountPoint.toString());

        assertThat(status.code()).isEqualTo(6);
        assertThat(status.out()).contains("crashed");
        assertThat(status.err()).contains("the process that served " + mountPoint + " ended without a report");
        assertThat(umount.code()).isEqualTo(6);
        assertThat(umount.err()).contains(mountPoint + " is unmounted, but its process had died without a report");
        assertThat(mountPoint).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signalEndsTheMountAndSumsUp(String signal, int code) throws IOException, InterruptedException {
        Process mount = foreground();

        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + mount.pid())
                .start()
                .waitFor();

        assertThat(mount.waitFor()).isEqualTo(code);
        assertThat(new String(mount.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith(
                        "nydusview: 0 files opened, 0 B read; 0 B of 281.4 KiB fetched (0.0 %) in 0 requests, 0 chunks"
                                + " from the cache\n");
    }

    @Test
    void unmountFromOutsideEndsTheProcess() throws IOException, InterruptedException {
        Process mount = foreground();

        int unmounted = new ProcessBuilder(
                        "sh", "-c", "fusermount3 -u \"$1\" || fusermount -u \"$1\"", "sh", mountPoint.toString())
                .start()
                .waitFor();

        assertThat(unmounted).isZero();
        assertThat(mount.waitFor()).isZero();
    }

    /** Starts a process that serves the mount. */
    private Process foreground() throws IOException, InterruptedException {
        Process mount = cli.process(Main.class, "mount", SOURCE, mountPoint.toString());
        assertThat(ProcessLines.of(mount.getInputStream()).next()).startsWith("mounted ");
        return mount;
    }

    /** Loading while options are read must not make a logger, which would know no level yet. */
    @Test
    void levelOfTheLogIsThatOfTheOptions() throws IOException, InterruptedException {
        Process mount = cli.process(
                Main.class,
                "mount",
                "--log-level",
                "debug",
                "--plain-http",
                "127.0.0.1:1/app:tag",
                mountPoint.toString(),
                "--retry-for",
                "1s");

        String messages = new String(mount.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(mount.waitFor()).isNotZero();
        assertThat(messages).contains("DEBUG");
    }

    @Test
    void demoShowsItsImage() {
        Cli.Result result = cli.with("PATH", "/nowhere")
                .run("demo", "--layout", TestData.demoLayout().toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("a plain walk", " packages in node_modules\n", " packages in var/lib/dpkg/status\n")
                .contains("private key: /root/.ssh/id_rsa\n")
                .containsPattern("The scan opened \\d+ files and read .* fetched, every chunk verified\n")
                .contains("No read failed.", "nothing: they need python3 with click\n");
        assertThat(cli.run("demo", "--layout", directory.toString()).err())
                .contains("the sample image is missing at " + directory);
    }
}
