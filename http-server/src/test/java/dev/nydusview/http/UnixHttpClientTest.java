package dev.nydusview.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class UnixHttpClientTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int MAX_BODY = 1 << 20;

    @TempDir
    Path directory;

    private Path socket;

    @BeforeEach
    void nameSocket() {
        socket = directory.resolve("test.sock");
    }

    /** Answers with method, target, media type and body. */
    private static final class Echo implements HttpHandler {
        @Override
        public boolean wantsBody(String target) {
            return true;
        }

        @Override
        public HttpResponse handle(HttpRequest request) {
            String text = request.method() + " " + request.target() + " " + request.header("content-TYPE") + " "
                    + text(request.body());
            return answer(200, text).with("X-Answer", "yes");
        }

        @Override
        public HttpResponse refuse(int status, String reason) {
            return answer(status, reason);
        }

        private static HttpResponse answer(int status, String text) {
            return new HttpResponse(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private HttpServer server() throws IOException {
        return HttpServer.listen(socket, new ServerLimits(4, LONG, LONG, MAX_BODY, LONG), new Echo());
    }

    private UnixHttpClient connect() throws IOException {
        return UnixHttpClient.connect(socket, MAX_BODY);
    }

    @Test
    void requestsAreAnsweredOneAfterTheOther() throws IOException {
        try (HttpServer server = server();
                UnixHttpClient client = connect()) {
            assertThat(server.address()).isEqualTo(UnixDomainSocketAddress.of(socket));
            HttpResponse first = client.send(HttpRequest.get("/a?b=c"), LONG);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("x-answer")).isEqualTo("yes");
            assertThat(first.header("X-Other")).isNull();
            assertThat(text(first.body())).isEqualTo("GET /a?b=c null ");
            String body = "\u00e4".repeat(MAX_BODY / 4);
            HttpRequest post = HttpRequest.post("/p", "text/x", body.getBytes(StandardCharsets.UTF_8));
            assertThat(text(client.send(post, LONG).body())).isEqualTo("POST /p text/x " + body);
        }
    }

    @Test
    void aServerMayRefuseARequestBeforeItHasReadIt() throws IOException {
        try (HttpServer server = server();
                UnixHttpClient client = connect()) {
            assertThat(server).isNotNull();
            HttpRequest large = HttpRequest.post("/p", "text/x", new byte[2 * MAX_BODY]);
            assertThat(client.send(large, LONG).status()).isEqualTo(413);
            assertThat(client.awaitEnd(LONG)).isTrue();
        }
    }

    @Test
    void theEndOfAServerIsSeen() throws IOException {
        HttpServer server = server();
        try (UnixHttpClient client = connect()) {
            client.send(HttpRequest.get("/a"), LONG);
            assertThat(client.awaitEnd(SHORT)).isFalse();
            server.close();
            assertThat(client.awaitEnd(LONG)).isTrue();
            assertThatThrownBy(() -> client.send(HttpRequest.get("/a"), LONG)).isInstanceOf(EOFException.class);
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void aRequestOfSeveralLinesIsNotSent() throws IOException {
        try (HttpServer server = server();
                UnixHttpClient client = connect()) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> client.send(HttpRequest.get("/a HTTP/1.1\r\nHost: x"), LONG))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private ServerSocketChannel listener() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket), 1);
        return listener;
    }

    @Test
    void aSocketThatADeadProcessHasLeftRefuses() throws IOException {
        listener().close();
        assertThat(socket).exists();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    /** The kernel accepts some connections for a stopped process, and then no more. */
    @Test
    void aStoppedProcessIsNotWaitedFor() throws IOException {
        List<UnixHttpClient> clients = new ArrayList<>();
        try (ServerSocketChannel stopped = listener()) {
            assertThat(stopped).isNotNull();
            clients.add(connect());
            assertThatThrownBy(() -> clients.get(0).send(HttpRequest.get("/a"), SHORT))
                    .isInstanceOf(SocketTimeoutException.class);
            byte[] moreThanABuffer = new byte[8 << 20];
            assertThatThrownBy(() -> clients.get(0).send(HttpRequest.post("/a", "text/x", moreThanABuffer), SHORT))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 8; i++) {
                            clients.add(connect());
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining(socket + " does not accept connections");
        } finally {
            for (UnixHttpClient client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 2~~ok | ok",
                "HTTP/1.1 200 ~content-length: 2~~ok | ok",
                "HTTP/1.1 409 Conflict~Transfer-Encoding: chunked~~1;a~o~1~k~0~~ | ok",
            })
    void answersOfOtherServersAreRead(String response, String body) throws IOException {
        assertThat(text(answered(response).body())).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}~ | first line",
                "HTTP/1.0 200 OK~Content-Length: 2~~ok | first line",
                "HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 2~~ok | first line",
                "HTTP/1.1  200 OK~Content-Length: 2~~ok | first line",
                "HTTP/1.1 200~Content-Length: 2~~ok | first line",
                "HTTP/1.1 200 OK~~ok | its length",
                "HTTP/1.1 200 OK~Content-Length: 2~Content-Length: 2~~ok | Content-Length",
                "HTTP/1.1 200 OK~Content-Length: 2~Transfer-Encoding: chunked~~ok | Transfer-Encoding",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~ok | Transfer-Encoding",
                "HTTP/1.1 200 OK~ Content-Length: 2~~ok | NAME: VALUE",
                "HTTP/1.1 200 OK~Content-Length: 1048577~~ok | larger than 1048576",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~100001~ | larger than 1048576",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~ | hexadecimal",
                "HTTP/1.1 200 OK~Content-Length: 3~~ok | ended within",
                "HTTP/1.1 200 OK~Content-Length: 2 | ended within",
            })
    void bytesThatAreNotAnAnswerAreRefused(String response, String reason) {
        assertThatThrownBy(() -> answered(response))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    /** Sends a request to a process that sends {@code response} and ends. */
    private HttpResponse answered(String response) throws IOException {
        try (ServerSocketChannel listener = listener();
                UnixHttpClient client = connect();
                SocketChannel other = listener.accept()) {
            other.write(ByteBuffer.wrap(response.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8)));
            other.shutdownOutput();
            return client.send(HttpRequest.get("/a"), LONG);
        }
    }

    @Test
    void moreThanAnAnswerIsRefused() throws IOException {
        try (ServerSocketChannel listener = listener();
                UnixHttpClient client = connect();
                SocketChannel other = listener.accept()) {
            other.write(ByteBuffer.wrap(
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore".getBytes(StandardCharsets.UTF_8)));
            client.send(HttpRequest.get("/a"), LONG);
            assertThatThrownBy(() -> client.awaitEnd(LONG)).hasMessageContaining("more than its response");
        }
    }
}
