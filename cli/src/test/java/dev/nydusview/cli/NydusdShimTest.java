package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.HostProcesses;
import dev.nydusview.testdata.RawHttpClient;
import dev.nydusview.testdata.RawHttpClient.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mounts through {@code dev/nydusd-shim}, as a program makes them that starts nydusd. */
@Timeout(120)
@Tag("mount")
class NydusdShimTest {
    private static final Path SHIM =
            Path.of("../dev/nydusd-shim").toAbsolutePath().normalize();
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final String FILE = "etc/os-release";

    private final List<Process> started = new ArrayList<>();
    private Path directory;
    private Path mountPoint;
    private Path socket;
    private Path config;
    private Path cache;
    private Path program;
    private String content;

    @BeforeEach
    void make(@TempDir Path parent) throws IOException {
        directory = parent.toRealPath();
        mountPoint = Files.createDirectory(directory.resolve("mnt"));
        socket = directory.resolve("api.sock");
        cache = directory.resolve("blobs");
        config = Files.writeString(directory.resolve("nydusd.json"), configuration());
        program = Files.writeString(
                directory.resolve("program"),
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path")
                        + "' dev.nydusview.cli.Main \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        content = new Cli(directory)
                .run("cat", "bootstrap:" + IMAGE.bootstrap(), "/" + FILE, "--no-cache", "--blob-dir", blobs())
                .out();
        assertThat(content).startsWith("PRETTY_NAME");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(mounts()).doesNotContain(directory.toString());
        assertThat(socket).doesNotExist();
        for (String mounted : List.of("/", "/a", "/b/c")) {
            HostProcesses.awaitEnd(mountPoint + mounted.replaceFirst("/$", ""));
        }
    }

    private static String blobs() {
        return IMAGE.blobs().toString();
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"));
    }

    /** A configuration of version 1, as nydusify writes it. */
    private String configuration() {
        return """
                {"device": {"backend": {"type": "localfs", "config": {"dir": "%s"}},
                 "external_backend": {"config_path": ""},
                 "cache": {"type": "blobcache", "config": {"compressed": true, "work_dir": "%s"}}},
                 "mode": "direct", "digest_validate": true, "amplify_io": 1048576, "fs_prefetch": {"enable": true}}
                """
                .formatted(blobs(), cache);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(SHIM.toString(), "--mountpoint", mountPoint.toString()));
        command.addAll(List.of("--apisock", socket.toString(), "--log-level", "error", "--thread-num", "10"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("NYDUSVIEW", program.toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process startWithImage() throws IOException {
        return start(
                "--config", config.toString(), "--bootstrap", IMAGE.bootstrap().toString());
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Sends a request as soon as there is a socket. */
    private Response send(String method, String target, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + target + " HTTP/1.1\r\nHost: unix\r\n"
                + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n";
        try (RawHttpClient client = connect()) {
            return client.send(head + body).receive();
        } catch (IOException e) {
            return fail(output(started.get(started.size() - 1)), e);
        }
    }

    private RawHttpClient connect() throws Exception {
        while (true) {
            try {
                return new RawHttpClient(socket);
            } catch (IOException e) {
                Process last = started.get(started.size() - 1);
                if (last.waitFor(10, TimeUnit.MILLISECONDS)) {
                    return fail(output(last), e);
                }
            }
        }
    }

    private void assertRunning() throws Exception {
        Response response = send("GET", "/api/v1/daemon", "");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("\"state\": \"RUNNING\"");
    }

    private Response mount(String place, String configuration) throws Exception {
        String escaped = configuration.replace("\"", "\\\"").replace("\n", " ");
        String body = "{\"source\": \"" + IMAGE.bootstrap() + "\", \"fs_type\": \"rafs\", \"config\": \"" + escaped
                + "\", \"prefetch_files\": null}";
        return send("POST", "/api/v1/mount?mountpoint=" + place, body);
    }

    private void unmount(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("umount"));
        command.addAll(List.of(options));
        command.add(mountPoint.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void imageIsServedUntilItIsUnmounted() throws Exception {
        Process shim = startWithImage();

        assertRunning();
        assertThat(mountPoint.resolve(FILE)).hasContent(content);
        assertThat(cache).isNotEmptyDirectory();
        unmount();
        assertThat(output(shim)).doesNotContain("nydusd-shim");
        assertThat(shim.waitFor()).isZero();
    }

    @Test
    void mountsOfOneDatabaseShareTheirChunks() throws Exception {
        String database = directory.resolve("chunks.db").toString();
        Process first =
                start("--config", config.toString(), "-B", IMAGE.bootstrap().toString(), "--dedup-db", database);
        assertRunning();
        assertThat(mountPoint.resolve(FILE)).hasContent(content);
        Response read = send("GET", "/api/v1/metrics/backend", "");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body())
                .matches("\\{\"read_count\": [1-9]\\d*, \"read_amount_total\": [1-9]\\d*, \"read_errors\": 0}");
        first.destroy();
        assertThat(first.waitFor()).isZero();

        start("--config", config.toString(), "-B", IMAGE.bootstrap().toString(), "--dedup-db", database);
        assertRunning();
        assertThat(mountPoint.resolve(FILE)).hasContent(content);
        assertThat(send("GET", "/api/v1/metrics/backend", "").body()).contains("\"read_amount_total\": 0");
    }

    @Test
    void signalAndRequestUnmount() throws Exception {
        Process signalled = startWithImage();
        assertRunning();
        signalled.destroy();
        assertThat(signalled.waitFor()).isZero();
        assertThat(mounts()).doesNotContain(directory.toString());

        Process asked = startWithImage();
        assertRunning();
        assertThat(send("PUT", "/api/v1/daemon/exit", "").status()).isEqualTo(204);
        assertThat(asked.waitFor()).isZero();
    }

    @Test
    void localDirectoryStandsForAConfiguration() throws Exception {
        Assumptions.assumeTrue(CurrentUser.id() == 0, "only root mounts a file system to mount images below");
        start("fuse", "-B", IMAGE.bootstrap().toString(), "-D", blobs(), "-m", "/b/c");

        assertRunning();
        assertThat(mountPoint.resolve("b/c").resolve(FILE)).hasContent(content);
    }

    @Test
    void imagesAreMountedByRequest() throws Exception {
        Assumptions.assumeTrue(CurrentUser.id() == 0, "only root mounts a file system to mount images below");
        Process shim = start();
        assertRunning();

        String second = "{\"version\": 2, \"backend\": {\"type\": \"localfs\", \"localfs\": {\"dir\": \"" + blobs()
                + "\"}}, \"cache\": {\"type\": \"filecache\", \"filecache\": {\"work_dir\": \"" + cache + "\"}}}";
        assertThat(mount("/a", configuration()).status()).isEqualTo(204);
        assertThat(mount("/b/../b/c", second).status()).isEqualTo(204);
        assertThat(mountPoint.resolve("a").resolve(FILE)).hasContent(content);
        assertThat(mountPoint.resolve("b/c").resolve(FILE)).hasContent(content);
        assertThat(mount("/a", second).body()).contains("something is mounted at /a already");
        assertThat(mount("/d", "{\"overlay\": {\"upper_dir\": \"/up\"}}").body())
                .contains("mounts are read-only");
        assertThat(mount("/../out", second).status()).isEqualTo(204);
        assertThat(mountPoint.resolveSibling("out")).doesNotExist();

        assertThat(send("DELETE", "/api/v1/mount?mountpoint=/a", "").status()).isEqualTo(204);
        assertThat(mounts()).contains(mountPoint + "/b/c").doesNotContain(mountPoint + "/a");
        assertThat(send("DELETE", "/api/v1/mount?mountpoint=/a", "").status()).isEqualTo(400);
        assertThat(mount("/a", second).status()).isEqualTo(204);
        unmount("-l");
        assertThat(shim.waitFor()).isZero();
    }

    @Test
    void otherRequestsAreRefused() throws Exception {
        startWithImage();
        assertRunning();

        assertThat(send("GET", "/api/v1/metrics", "").status()).isEqualTo(404);
        assertThat(send("PUT", "/api/v1/daemon/fuse/takeover", "").body()).contains("takeover is not supported");
        assertThat(mount("relative", configuration()).status()).isEqualTo(400);
        assertThat(mount("/a", configuration()).body()).contains("no directory to mount at");
        assertThat(mount("/", configuration()).body()).contains("something is mounted at / already");
        assertThat(send("POST", "/api/v1/mount?mountpoint=/a", "{").status()).isEqualTo(400);
        assertThat(send("POST", "/api/v1/mount?mountpoint=/a", "[1]").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\": 2, \"overlay\": {\"upper_dir\": \"/up\"}} | has an \"overlay\", but mounts are read-only",
                "{\"device\": {\"external_backend\": {\"config_path\": \"/x\"}}} | has an \"external_backend\"",
                "{\"device\": {\"backend\": {\"type\": \"localdisk\", \"config\": {}}}} | of the type \"localdisk\"",
                "{\"device\": 7} | nydusview has ended with exit code 1 instead of mounting",
                "{ | cannot be read"
            })
    void configurationsThatCannotBeMetAreRefused(String text, String message) throws Exception {
        Files.writeString(config, text);

        Process shim = startWithImage();

        assertThat(output(shim)).contains(message).contains("nydusd-shim: ");
        assertThat(shim.waitFor()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"--writable", "--upgrade", "uffd", "--supervisor=/s", "--shared-dir=/"})
    void optionsThatCannotBeMetAreRefused(String option) throws Exception {
        Process shim = start(
                Stream.of(option, "--bootstrap", IMAGE.bootstrap().toString()).toArray(String[]::new));

        assertThat(output(shim)).contains("nydusd-shim: error: ").contains(option.replaceFirst("=.*", ""));
        assertThat(shim.waitFor()).isEqualTo(2);
    }
}
