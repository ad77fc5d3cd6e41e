package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The notice of what is waited for, by each command that asks a registry; all of them at once, as each waits. */
@Timeout(300)
class WaitNoticeTest {

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        cli = new Cli(this.directory);
        Files.createDirectory(this.directory.resolve("mnt"));
        Files.createDirectory(this.directory.resolve("plugins"));
    }

    private Map<String, List<String>> doors(String reference) {
        Map<String, List<String>> doors = new LinkedHashMap<>();
        doors.put("mount", List.of("mount", reference, directory.resolve("mnt").toString()));
        doors.put("scan", List.of("scan", reference, "--", "true", "{}"));
        doors.put(
                "extract",
                List.of("extract", reference, directory.resolve("into").toString()));
        doors.put("check", List.of("check", reference));
        doors.put("cat", List.of("cat", reference, "/file"));
        doors.put("ls", List.of("ls", reference));
        doors.put("inspect", List.of("inspect", reference));
        return doors;
    }

    /** Requires that every command says what it waits for, and ends without success. */
    private void assertTold(String host, String reason) throws Exception {
        ExecutorService outputs = Executors.newCachedThreadPool();
        Map<String, Future<String>> told = new LinkedHashMap<>();
        Map<String, Process> processes = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> door : doors(host + "/app:1").entrySet()) {
            List<String> words = new ArrayList<>(door.getValue());
            String timeout = door.getKey().equals("scan") ? "--request-timeout" : "--timeout";
            words.addAll(1, List.of("--retry-for", "6s", timeout, "5s"));
            Process process = cli.process(Main.class, words.toArray(String[]::new));
            process.getOutputStream().close();
            processes.put(door.getKey(), process);
            told.put(
                    door.getKey(),
                    outputs.submit(() -> new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)));
        }
        for (Map.Entry<String, Future<String>> door : told.entrySet()) {
            assertThat(door.getValue().get()).as(door.getKey()).containsPattern(reason);
            assertThat(processes.get(door.getKey()).waitFor()).as(door.getKey()).isNotZero();
        }
        outputs.shutdown();
    }

    @Test
    void aRateLimitIsTold() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "2");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.start();
        String host = "127.0.0.1:" + server.getAddress().getPort();
        try {
            // A process that gets no processor for three seconds tells of silence first, and then of nothing for a
            // while.
            assertTold(host, "waiting for " + host + ": (no answer yet|.* 429.*; attempt \\d+ follows in [\\d.]+ s)");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void silenceIsTold() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            String host = "127.0.0.1:" + silent.getLocalPort();
            assertTold(host, "waiting for " + host + ": no answer yet to GET .*; given up after 5.0 s");
        }
    }

    @Test
    void refusedConnectionsAreTold() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String host = "127.0.0.1:" + port;
        assertTold(host, "waiting for " + host + ": .*no connection to .*; attempt \\d+ follows in [\\d.]+ s");
    }
}
