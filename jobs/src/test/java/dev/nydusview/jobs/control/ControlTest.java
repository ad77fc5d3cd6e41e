package dev.nydusview.jobs.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.base.Threads;
import dev.nydusview.fuse.ReadLedger;
import dev.nydusview.http.HttpHandler;
import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.HttpServer;
import dev.nydusview.http.ServerLimits;
import dev.nydusview.http.UnixHttpClient;
import dev.nydusview.image.FetchStats;
import dev.nydusview.jobs.exit.CommandException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of the control socket, over a real one. */
class ControlTest {
    private static final Path MOUNT_POINT = Path.of("/mnt/app");

    private Path runtime;
    private StateDirectory state;
    private MountFiles files;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        runtime = directory;
        state = StateDirectory.open(Map.of("XDG_RUNTIME_DIR", directory.toString()));
        files = state.files(MOUNT_POINT);
    }

    private static MountReport report(MountReport.State state, @Nullable Instant ended, long failures) {
        Instant start = Instant.parse("2026-01-02T03:04:05Z");
        return new MountReport(
                1,
                state,
                "host/app:1@sha256:00",
                null,
                MOUNT_POINT.toString(),
                42,
                start,
                ended,
                new ReadLedger.Totals(3, 2, 5, 4096, failures),
                new FetchStats(100, 2, 2048, 2, 1, 0, 8192),
                1024,
                512,
                failures == 0 ? List.of() : List.of(new ReadLedger.Failure(start, 7, "/etc/x\ny", 4096, "digest")));
    }

    /** A mount that is not there, but answers as one would. */
    private static final class Handler implements ControlServer.Handler {
        final CompletableFuture<Boolean> unmounted = new CompletableFuture<>();

        @Nullable
        String busy;

        @Override
        public MountReport status() {
            return report(MountReport.State.MOUNTED, null, 1);
        }

        @Override
        public void unmount(boolean lazy) throws IOException {
            if (busy != null) {
                throw new IOException(busy);
            }
            unmounted.complete(lazy);
        }
    }

    @Test
    void statusComesFromTheProcess() throws IOException {
        try (ControlServer server = ControlServer.start(files.socket(), new Handler())) {
            assertThat(server).isNotNull();
            assertThat(new Mounts(state).find(MOUNT_POINT)).contains(report(MountReport.State.MOUNTED, null, 1));
        }
        assertThat(files.socket()).doesNotExist();
        assertThat(new Mounts(state).find(MOUNT_POINT)).isEmpty();
    }

    @Test
    void umountWaitsForTheEnd() throws Exception {
        Handler handler = new Handler();
        ControlServer server = ControlServer.start(files.socket(), handler);
        CompletableFuture<ControlClient.Unmounted> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return new ControlClient(files).unmount(false);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        assertThat(handler.unmounted.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(answer).isNotDone();
        server.close();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(ControlClient.Unmounted.ENDED);
    }

    @Test
    void mountInUseStays() throws IOException {
        Handler handler = new Handler();
        handler.busy = "/mnt/app is in use";
        try (ControlServer server = ControlServer.start(files.socket(), handler)) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> new ControlClient(files).unmount(false))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("/mnt/app is in use");
        }
    }

    private static final ControlClient.Patience SHORT = new ControlClient.Patience(
            Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50));

    /** The kernel accepts connections for a stopped process, which does not answer them. */
    @Test
    void aStoppedProcessIsNotWaitedFor() throws IOException {
        files.write(report(MountReport.State.MOUNTED, null, 0));
        try (ServerSocketChannel stopped = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stopped.bind(UnixDomainSocketAddress.of(files.socket()), 1);
            ControlClient client = new ControlClient(files, SHORT);
            assertThatThrownBy(client::status).isInstanceOf(UnresponsiveServerException.class);
            for (int i = 0; i < 4; i++) { // its queue fills up
                assertThatThrownBy(() -> client.unmount(false)).isInstanceOf(IOException.class);
            }
            MountReport listed = new Mounts(state).all().get(0);
            assertThat(listed.state()).isEqualTo(MountReport.State.UNRESPONSIVE);
            assertThat(listed.complete()).isFalse();
        }
    }

    @Test
    void aMountThatSomebodyKeepsIsNotWaitedForWithoutEnd() throws IOException {
        for (boolean lazy : new boolean[] {false, true}) {
            Handler handler = new Handler();
            try (ControlServer server = ControlServer.start(files.socket(), handler)) {
                assertThat(server).isNotNull();
                ControlClient.Patience patience = new ControlClient.Patience(
                        Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofMillis(50));
                assertThat(new ControlClient(files, patience).unmount(lazy)).isEqualTo(ControlClient.Unmounted.LEAVING);
                assertThat(handler.unmounted).isCompletedWithValue(lazy);
            }
        }
    }

    /** Reads at most 32 bytes and closes the connection, as earlier servers did, whose requests were lines. */
    private static void answerAsBefore(ServerSocketChannel listener) {
        while (true) {
            try (SocketChannel connection = listener.accept()) {
                connection.read(ByteBuffer.allocate(32));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    @Test
    void aProcessOfAnotherVersionIsNamed() throws Exception {
        files.write(report(MountReport.State.MOUNTED, null, 0));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(files.socket()));
            Thread other = Threads.daemon("other", () -> answerAsBefore(listener));
            other.start();
            ControlClient client = new ControlClient(files);
            String message =
                    "process 42, which serves /mnt/app, is of another version of nydusview, or may start no further"
                            + " thread: end it with `kill 42`, and the mount ends with it";
            assertThatThrownBy(client::status)
                    .isInstanceOf(IncompatibleServerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> client.unmount(true))
                    .isInstanceOf(IncompatibleServerException.class)
                    .hasMessage(message);
            assertThat(new Mounts(state).all())
                    .singleElement()
                    .extracting(MountReport::state)
                    .isEqualTo(MountReport.State.UNRESPONSIVE);
        }
    }

    @Test
    void aProcessThatAnswersSomethingElseIsOfAnotherVersion() throws IOException {
        for (String body : List.of("{\"state\": \"paused\"}", "{", "")) {
            HttpHandler other = new HttpHandler() {
                @Override
                public boolean wantsBody(String target) {
                    return false;
                }

                @Override
                public HttpResponse handle(HttpRequest request) {
                    int status = request.method().equals("GET") ? 200 : 409;
                    return new HttpResponse(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public HttpResponse refuse(int status, String reason) {
                    return new HttpResponse(status, "text/plain", new byte[0]);
                }
            };
            Duration limit = Duration.ofSeconds(20);
            try (HttpServer server =
                    HttpServer.listen(files.socket(), new ServerLimits(4, limit, limit, 100, limit), other)) {
                assertThat(server).isNotNull();
                assertThatThrownBy(() -> new ControlClient(files).status())
                        .isInstanceOf(IncompatibleServerException.class)
                        .hasMessageContaining(files.socket() + " is of another version");
                assertThatThrownBy(() -> new ControlClient(files).unmount(false))
                        .isInstanceOf(IncompatibleServerException.class);
            }
        }
    }

    @Test
    void requestsAreAnsweredInJson() throws IOException {
        Handler handler = new Handler();
        try (ControlServer server = ControlServer.start(files.socket(), handler)) {
            assertThat(server).isNotNull();
            assertAnswer(HttpRequest.get("/status"), 200, "{\"schemaVersion\":1,\"state\":\"mounted\"");
            assertAnswer(HttpRequest.get("/"), 404, "{\"error\":\"unknown path /\"}");
            assertAnswer(HttpRequest.get("/unmount"), 405, "{\"error\":\"only POST is supported\"}");
            assertAnswer(post("/status", ""), 405, "{\"error\":\"only GET is supported\"}");
            for (String body : List.of("", "null", "{}", "[true]", "{\"lazy\":1}", "{\"lazy\":true", "lazy")) {
                assertAnswer(post("/unmount", body), 400, "{\"error\":\"the body is not ");
            }
            assertAnswer(post("/unmount", "x".repeat(1 << 11)), 413, "{\"error\":");
            assertThat(handler.unmounted).isNotDone();
            assertAnswer(post("/unmount", "{\"lazy\":true}"), 200, "{}");
            assertThat(handler.unmounted).isCompletedWithValue(true);
        }
    }

    private static HttpRequest post(String target, String body) {
        return HttpRequest.post(target, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private void assertAnswer(HttpRequest request, int status, String start) throws IOException {
        try (UnixHttpClient client = UnixHttpClient.connect(files.socket(), 1 << 20)) {
            HttpResponse answer = client.send(request, Duration.ofSeconds(20));
            assertThat(answer.status()).isEqualTo(status);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith(start);
        }
    }

    /** A mount that another process has at the same place can still be reached. */
    @Test
    void aSocketInUseIsLeftAlone() throws IOException {
        try (ControlServer server = ControlServer.start(files.socket(), new Handler())) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> ControlServer.start(files.socket(), new Handler()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process listens on " + files.socket());
            assertThat(new ControlClient(files).status()).isPresent();
        }
    }

    private static void requireRoot() throws IOException {
        Assumptions.assumeTrue(CurrentUser.id() == 0, "only root gives files away");
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void anotherNameIsUsedIfSomebodyElseHasTakenTheUsualOne() throws IOException {
        requireRoot();
        Assumptions.assumeFalse(Files.isWritable(Path.of("/run/user/0")), "the usual place is another");
        Path taken = runtime.resolve("nydusview-0");
        for (String how : new String[] {"directory", "file", "link"}) {
            Path tmp = Files.createDirectory(runtime.resolve(how));
            taken = tmp.resolve("nydusview-0");
            switch (how) {
                case "directory" -> Files.createDirectory(taken);
                case "file" -> Files.createFile(taken);
                default -> Files.createSymbolicLink(taken, runtime);
            }
            give(taken);
            give(Files.createDirectory(tmp.resolve("nydusview-0-000000000000"))); // guessed in vain
            Path made =
                    StateDirectory.open(Map.of(), tmp, tmp).files(MOUNT_POINT).directory();
            assertThat(made.getFileName().toString()).matches("nydusview-0-[0-9a-f]{12}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
            assertThat(StateDirectory.open(Map.of(), tmp, tmp)
                            .files(MOUNT_POINT)
                            .directory())
                    .isEqualTo(made);
        }
    }

    @Test
    void aPlaceThatTheUserHasNamedIsNotExchanged() throws IOException {
        requireRoot();
        Path taken = Files.createDirectory(runtime.resolve("own")).resolve("nydusview");
        give(Files.createDirectory(taken));
        assertThatThrownBy(() -> StateDirectory.open(
                        Map.of("XDG_RUNTIME_DIR", taken.getParent().toString())))
                .hasMessage(taken + " is not a directory that only you can use; remove it, or set XDG_RUNTIME_DIR");
    }

    @Test
    void reportOutlivesTheProcess() throws IOException {
        MountReport ended = report(MountReport.State.ENDED, Instant.now(), 2);
        files.write(ended);

        assertThat(new Mounts(state).find(MOUNT_POINT)).contains(ended);
        assertThat(new Mounts(state).all()).containsExactly(ended);
        assertThat(ended.complete()).isFalse();
    }

    @Test
    void oldReportIsForgotten() throws IOException {
        files.write(report(MountReport.State.ENDED, Instant.now().minus(Duration.ofDays(2)), 0));

        assertThat(new Mounts(state).all()).isEmpty();
        assertThat(state.all()).isEmpty();
    }

    @Test
    void reportOfAnotherVersionIsForgotten() throws IOException {
        files.write(report(MountReport.State.ENDED, Instant.now(), 0));
        Path left = runtime.resolve("nydusview").resolve(files.key() + ".json");
        Files.writeString(left, "{\"state\": \"paused\"}");

        assertThat(new Mounts(state).find(MOUNT_POINT)).isEmpty();
        assertThat(new Mounts(state).all()).isEmpty();
        assertThat(left).doesNotExist();
    }

    @Test
    void processThatDiedIsNoticed() throws IOException {
        files.write(report(MountReport.State.MOUNTED, null, 0));

        MountReport found = new Mounts(state).find(MOUNT_POINT).orElseThrow();

        assertThat(found.state()).isEqualTo(MountReport.State.CRASHED);
        assertThat(found.complete()).isFalse();
        assertThat(new ControlClient(files).unmount(false)).isEqualTo(ControlClient.Unmounted.NOT_SERVED);
    }

    @Test
    void failuresAreListedInOneLineEach() {
        MountReport report = report(MountReport.State.ENDED, Instant.now(), 3);

        assertThat(ReportPrinter.failures(report))
                .containsExactly(
                        "3 reads failed, so results from /mnt/app are incomplete:",
                        "  /etc/x y at 4096: digest",
                        "  and 2 more");
        assertThat(ReportPrinter.summary(report))
                .isEqualTo("2 files opened, 4.0 KiB read; 2.0 KiB of 8.0 KiB fetched (25.0 %) in 2 requests,"
                        + " 1.0 KiB of it ahead (50.0 % used), 1 chunk from the cache");
    }

    @Test
    void directoryThatOthersCanUseIsRefused(@TempDir Path other) throws IOException {
        Path open = Files.createDirectory(other.resolve("nydusview"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> StateDirectory.open(Map.of("XDG_RUNTIME_DIR", other.toString())))
                .hasMessageContaining("is not a directory that only you can use");
        assertThat(Files.getPosixFilePermissions(runtime.resolve("nydusview")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void mountPointsAreResolvedWithoutTouchingThem(@TempDir Path directory) throws IOException {
        Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));

        assertThat(MountPoints.resolve(link)).isEqualTo(real);
        assertThat(MountPoints.resolve(directory.resolve("x/../real"))).isEqualTo(real);
        assertThat(MountPoints.resolve(directory.resolve("missing/child")))
                .isEqualTo(directory.resolve("missing/child"));
    }
}
