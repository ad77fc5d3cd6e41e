package dev.nydusview.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.testdata.RawHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpServerTest {
    private static final int MAX_BODY = 1000;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    /** Time that is enough on a busy machine. */
    private static final Duration AMPLE = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private Path socket;
    private HttpServer server;
    private final Echo echo = new Echo();

    /** The common pool may have one thread only. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Answers with method, target and body; on /wait when it is released; on /fail not at all. */
    private static final class Echo implements HttpHandler {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);

        @Override
        public boolean wantsBody(String target) {
            return !target.equals("/drop");
        }

        @Override
        public HttpResponse handle(HttpRequest request) throws InterruptedException {
            if (request.target().equals("/wait")) {
                asked.countDown();
                mayAnswer.await();
            }
            if (request.target().equals("/fail")) {
                throw new IllegalStateException("a secret");
            }
            String body = new String(request.body(), StandardCharsets.UTF_8);
            return answer(200, request.method() + " " + request.target() + " " + body);
        }

        @Override
        public HttpResponse refuse(int status, String reason) {
            return answer(status, reason);
        }

        private static HttpResponse answer(int status, String text) {
            return new HttpResponse(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void start() throws IOException {
        socket = directory.resolve("made/plugins/test.sock");
        start(LONG, LONG, 64);
    }

    private static ServerLimits limits(Duration idle, Duration transfer, int connections) {
        return new ServerLimits(connections, idle, transfer, MAX_BODY, LONG);
    }

    private void start(Duration idle, Duration transfer, int connections) throws IOException {
        stop();
        server = HttpServer.listen(socket, limits(idle, transfer, connections), echo);
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void theSocketIsItsOwnersAlone() throws IOException {
        assertThat(mode(socket)).isEqualTo("rw-------");
        assertThat(mode(socket.getParent())).isEqualTo("rwxr-xr-x");
        assertThat(mode(socket.getParent().getParent())).isEqualTo("rwxr-xr-x");
        try (Stream<Path> names = Files.list(socket.getParent())) {
            assertThat(names).containsExactly(socket);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theSocketGoesWithTheServer() throws IOException {
        server.close();
        assertThat(socket).doesNotExist();
        server.close();
    }

    @Test
    void aSocketOfADeadProcessIsReplaced() throws IOException {
        server.close();
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        assertThat(socket).exists();
        start(LONG, LONG, 64);
        try (RawHttpClient client = new RawHttpClient(socket)) {
            assertThat(client.post("/a", "b").body()).isEqualTo("POST /a b");
        }
    }

    @Test
    void aSocketInUseIsLeftAlone() throws IOException {
        assertThatThrownBy(() -> HttpServer.listen(socket, limits(LONG, LONG, 64), echo))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process listens on " + socket);
        try (RawHttpClient client = new RawHttpClient(socket)) {
            assertThat(client.post("/a", "b").status()).isEqualTo(200);
        }
    }

    @Test
    void aFileThatIsNotASocketIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("file.sock"), "precious");
        assertThatThrownBy(() -> HttpServer.listen(file, limits(LONG, LONG, 64), echo))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aSocketThatAnotherHasTakenStays() throws IOException {
        Files.delete(socket);
        try (HttpServer other = HttpServer.listen(socket, limits(LONG, LONG, 64), echo)) {
            server.close();
            assertThat(socket).exists();
            assertThat(other).isNotNull();
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            assertThat(client.post("/a", "1").body()).isEqualTo("POST /a 1");
            assertThat(client.post("/b", "").body()).isEqualTo("POST /b ");
            assertThat(client.post("/drop", "x".repeat(MAX_BODY)).body()).isEqualTo("POST /drop ");
            client.send("GET /c HTTP/1.1\r\nHost: x\r\n\r\n")
                    .send("GET /d HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("GET /c ");
            RawHttpClient.Response last = client.receive();
            assertThat(last.body()).isEqualTo("GET /d ");
            assertThat(last.headers()).containsEntry("connection", "close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void bodiesComeInChunks() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n")
                    .send("3\r\nabc\r\n00A;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("POST /a abc0123456789");
            assertThat(client.post("/b", "1").body()).isEqualTo("POST /b 1");
        }
    }

    @Test
    void aClientMayWaitToBeAskedForItsBody() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n");
            assertThat(client.receive().status()).isEqualTo(100);
            assertThat(client.send("ok").receive().body()).isEqualTo("POST /a ok");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET  /a HTTP/1.1~Host: x~~",
                "400 | GET /a~~",
                "400 | GET /a HTTP/2.0~Host: x~~",
                "400 | G(T /a HTTP/1.1~Host: x~~",
                "400 | ~~",
                "400 | GET /a HTTP/1.1~~",
                "400 | GET /a HTTP/1.1~Host: x~Host: y~~",
                "400 | GET /a HTTP/1.1~Host : x~~",
                "400 | GET /a HTTP/1.1~Host: x~ folded~~",
                "400 | GET /a HTTP/1.1~no colon~~",
                "400 | GET /a HTTP/1.1~: x~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: +1~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: -1~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 1~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 1~Transfer-Encoding: chunked~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~x~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~-1~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~123456789~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~1~ab~",
                "413 | POST /a HTTP/1.1~Host: x~Content-Length: 1001~~",
                "413 | POST /a HTTP/1.1~Host: x~Content-Length: 1001~Expect: 100-continue~~",
                "413 | POST /a HTTP/1.1~Host: x~Content-Length: 999999999999999999~~",
                "413 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~ffffffff~",
                "417 | POST /a HTTP/1.1~Host: x~Expect: more~~",
                "417 | POST /a HTTP/1.1~Host: x~Expect: 100-continue~Expect: more~~",
                // Beyond the form of a line.
                "400 | GET /ä HTTP/1.1~Host: x~~",
                "400 | GET /\t HTTP/1.1~Host: x~~",
                "400 | GET /a HTTP/1.1~ Host: x~Host: x~~",
                "400 | GET /a HTTP/1.1~Host: x/y~~",
                "400 | GET /a HTTP/1.1~Host: x y~~",
                // Beginnings of another request, to some readers.
                "400 | POST /a HTTP/1.1~Host: x~Content-Length:~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 1, 1~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 0x1~~",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 1~content-length: 2~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked, identity~~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: \"chunked\"~~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding:~~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding : chunked~~0~~",
                "400 | POST /a HTTP/1.0~Host: x~Transfer-Encoding: chunked~~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~0x1~a~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~1 ~a~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~1;~a~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~1;a=\"b~a~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~1;a=b\"~a~0~~",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~1~a~0~ folded~~",
            })
    void bytesThatAreNotARequestAreRefused(int status, String request) throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            RawHttpClient.Response response =
                    client.send(request.replace("~", "\r\n")).receive();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).isNotBlank();
            assertThat(response.headers()).containsEntry("connection", "close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    /** The end of a request that is refused is unknown: bytes that follow must not be taken for another request. */
    @Test
    void nothingIsReadBehindARequestThatIsRefused() throws IOException {
        String second = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String first : List.of(
                "Content-Length: " + second.length() + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: " + second.length() + "\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1;a=\"\r\nX\r\n0\r\n\r\n")) {
            try (RawHttpClient client = new RawHttpClient(socket)) {
                client.send("POST /a HTTP/1.1\r\nHost: x\r\n" + first + second);
                assertThat(client.receive().status()).isEqualTo(400);
                assertThat(client.isEnded()).isTrue();
            }
        }
    }

    @Test
    void extensionsOfChunksArePassedOver() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .send("1 ; a ; b = c;d=\"e; \\\" f\"\r\nx\r\n0;last\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("POST /a x");
        }
    }

    @Test
    void aResponseToHeadHasNoBody() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
            RawHttpClient.Response head = client.receiveHead();
            assertThat(head.headers()).containsEntry("content-length", "" + "HEAD /a ".length());
            assertThat(client.post("/b", "1").body()).isEqualTo("POST /b 1");
        }
    }

    @Test
    void aConnectionEndsOnlyIfThatIsAskedFor() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: disclose, keep-alive\r\n\r\n");
            assertThat(client.receive().headers()).doesNotContainKey("connection");
            client.send("GET /b HTTP/1.1\r\nHost: x\r\nConnection: te\r\nConnection: x, CLOSE\r\n\r\n");
            assertThat(client.receive().headers()).containsEntry("connection", "close");
            assertThat(client.isEnded()).isTrue();
        }
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("GET /c HTTP/1.0\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("GET /c ");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aFailureOfTheHandlerIsAResponseWithoutItsMessage() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            RawHttpClient.Response response = client.post("/fail", "");
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.body()).contains("IllegalStateException").doesNotContain("secret");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void addressesAreServedAlike() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer onAddress = HttpServer.listen(any, limits(LONG, LONG, 64), echo)) {
            InetSocketAddress address = (InetSocketAddress) onAddress.address();
            try (RawHttpClient client = new RawHttpClient(SocketChannel.open(address))) {
                assertThat(client.post("/a", "1").body()).isEqualTo("POST /a 1");
                assertThat(client.send("GET /a HTTP/1.1\n").receive().status()).isEqualTo(400);
                assertThat(client.isEnded()).isTrue();
            }
            assertThatThrownBy(() -> HttpServer.listen(address, limits(LONG, LONG, 64), echo))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on " + address);
        }
    }

    @Test
    void controlCharactersAreRefused() throws IOException {
        for (String request : List.of("GET /a\0 HTTP/1.1\r\n", "GET /a HTTP/1.1\n", "GET /a\rHost", "\u007f")) {
            try (RawHttpClient client = new RawHttpClient(socket)) {
                assertThat(client.send(request).receive().status()).isEqualTo(400);
            }
        }
    }

    @Test
    void headsAreBounded() throws IOException {
        String start = "GET /a HTTP/1.1\r\nHost: x\r\n";
        for (String rest : List.of("a: b\r\n".repeat(100), "a: " + "b".repeat(70_000))) {
            try (RawHttpClient client = new RawHttpClient(socket)) {
                assertThat(client.send(start + rest).receive().status()).isEqualTo(431);
            }
        }
    }

    @Test
    void aClientThatIsStillSendingGetsTheAnswer() throws IOException {
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1500\r\n\r\n");
            client.send(new byte[1500]);
            assertThat(client.receive().status()).isEqualTo(413);
        }
    }

    @Test
    void slowClientsAreLeft() throws IOException {
        start(LONG, SHORT, 64);
        for (String part :
                List.of("P", "POST /a HTTP/1.1\r\n", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1")) {
            try (RawHttpClient client = new RawHttpClient(socket)) {
                assertThat(client.send(part).isEnded()).isTrue();
            }
        }
    }

    /** Each byte arrives in time, but the request as a whole does not. */
    @Test
    void clientsThatSendByteByByteAreLeft() throws Exception {
        start(LONG, SHORT, 64);
        for (String part :
                List.of("POST /a HTTP/1.1\r\n", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n")) {
            try (RawHttpClient client = new RawHttpClient(socket)) {
                client.send(part);
                assertThatThrownBy(() -> {
                            while (true) {
                                client.send("a");
                                TimeUnit.MILLISECONDS.sleep(SHORT.toMillis() / 10);
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    @Tag("soak")
    void idleClientsAreLeft() throws IOException {
        start(AMPLE, LONG, 64);
        try (RawHttpClient client = new RawHttpClient(socket)) {
            client.post("/a", "");
            assertThat(client.isEnded()).isTrue();
        }
        try (RawHttpClient silent = new RawHttpClient(socket)) {
            assertThat(silent.isEnded()).isTrue();
        }
    }

    @Test
    @Tag("soak")
    void anAnswerMayTakeLongerThanItsClientMay() throws Exception {
        start(LONG, AMPLE, 64);
        CompletableFuture<String> answer = waiting();
        echo.asked.await();
        TimeUnit.MILLISECONDS.sleep(2 * AMPLE.toMillis());
        echo.mayAnswer.countDown();
        assertThat(answer.get()).isEqualTo("POST /wait ");
    }

    private CompletableFuture<String> waiting() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (RawHttpClient client = new RawHttpClient(socket)) {
                        return client.post("/wait", "").body();
                    } catch (IOException e) {
                        return e.toString();
                    }
                },
                threads);
    }

    @Test
    void aClientWaitsWhileAllPlacesAreTaken() throws IOException {
        start(LONG, LONG, 2);
        RawHttpClient first = new RawHttpClient(socket);
        try (RawHttpClient second = new RawHttpClient(socket);
                RawHttpClient third = new RawHttpClient(socket)) {
            first.post("/a", "");
            second.post("/a", "");
            third.send("GET /c HTTP/1.1\r\nHost: x\r\n\r\n");
            first.close();
            assertThat(third.receive().body()).isEqualTo("GET /c ");
        }
    }

    @Test
    void manyAreServedAtOnce() throws Exception {
        List<RawHttpClient> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clients.add(new RawHttpClient(socket));
        }
        for (RawHttpClient client : clients) {
            assertThat(client.post("/a", "").status()).isEqualTo(200);
        }
        for (RawHttpClient client : clients) {
            client.close();
        }
    }

    @Test
    void aRequestThatIsBeingAnsweredIsAnsweredAtTheEnd() throws Exception {
        try (RawHttpClient idle = new RawHttpClient(socket)) {
            idle.post("/a", "");
            CompletableFuture<String> answer = waiting();
            echo.asked.await();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(
                    () -> {
                        try {
                            server.close();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads);
            assertThat(idle.isEnded()).isTrue();
            assertThat(socket).doesNotExist();
            echo.mayAnswer.countDown();
            assertThat(answer.get()).isEqualTo("POST /wait ");
            closing.get();
        }
    }
}
