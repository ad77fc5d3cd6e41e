package dev.nydusview.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests responses that arrive slowly, or never end. */
@Tag("soak")
@Timeout(60)
final class StallTest {
    private static final RegistryRequest REQUEST = new RegistryRequest("GET", "manifests/x", Map.of(), "", false);
    private static final String LONG = "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n";
    private static final Duration PATIENT = Duration.ofMinutes(10);

    private interface Answering {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private final CountDownLatch asked = new CountDownLatch(1);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private RegistryHttp serve(Duration timeout, Answering answering) throws IOException {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    answer(server.accept(), answering);
                }
            } catch (IOException e) {
                return; // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
        RegistryAccess access = RegistryAccess.of(Map.of());
        access = access.with(access.transport()
                        .withPlainHttp(true)
                        .withTimeout(timeout)
                        .withRetryFor(Duration.ZERO))
                .with(access.credentials().withAnonymous(true));
        return new RegistryConnections()
                .open(ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/app:1"), access);
    }

    private void answer(Socket socket, Answering answering) {
        Thread thread = new Thread(() -> {
            try (socket) {
                byte[] head = new byte[4096];
                for (int end = 0; !new String(head, 0, end, StandardCharsets.US_ASCII).endsWith("\r\n\r\n"); ) {
                    end += Math.max(0, socket.getInputStream().read(head, end, head.length - end));
                }
                asked.countDown();
                answering.answer(socket.getOutputStream());
            } catch (IOException | InterruptedException e) {
                return; // the client has given up
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void drip(OutputStream out, String piece, int pieces, int millis)
            throws IOException, InterruptedException {
        for (int i = 0; i < pieces; i++) {
            Thread.sleep(millis);
            send(out, piece);
        }
    }

    private static int read(RegistryHttp http) throws IOException {
        return http.send(REQUEST, answer -> answer.body().readAllBytes().length);
    }

    @Test
    void anAnswerThatDripsIsGivenUpHoweverLongItClaimsToBe() throws IOException {
        try (RegistryHttp http = serve(Duration.ofSeconds(1), out -> {
            send(out, LONG);
            drip(out, "x", Integer.MAX_VALUE, 20);
        })) {
            assertThatThrownBy(() -> read(http))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageMatching(
                            "GET http://127.0.0.1:\\d+/v2/app/manifests/x: after \\d+ bytes: fewer than 256 bytes were "
                                    + "received within 1.0 s \\(--timeout, or --request-timeout\\)");
        }
    }

    @Test
    @Tag("soak")
    void aSteadyAnswerMayTakeLongerThanTheTimeout() throws IOException {
        try (RegistryHttp http = serve(Duration.ofSeconds(2), out -> {
            send(out, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
            drip(out, "x".repeat(200), 25, 150);
        })) {
            assertThat(read(http)).isEqualTo(5000);
        }
    }

    @Test
    void bytesBetweenChunksAreNoAnswer() throws IOException {
        try (RegistryHttp http = serve(Duration.ofMillis(500), out -> {
            send(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;");
            drip(out, "x", Integer.MAX_VALUE, 20);
        })) {
            assertThatThrownBy(() -> read(http)).hasMessageContaining("after 0 bytes: no answer within 0.5 s");
        }
    }

    @Test
    void headersThatDripAreNoAnswer() throws IOException {
        try (RegistryHttp http = serve(Duration.ofMillis(500), out -> {
            send(out, "HTTP/1.1 200 OK\r\nX: ");
            drip(out, "x", Integer.MAX_VALUE, 20);
        })) {
            assertThatThrownBy(() -> read(http)).hasMessageContaining("manifests/x: no answer within 0.5 s");
        }
    }

    @Test
    void aRefusalThatDripsIsNotReadForEver() throws IOException {
        try (RegistryHttp http = serve(Duration.ofMillis(500), out -> {
            send(out, "HTTP/1.1 418 No\r\nContent-Length: 2000000000\r\n\r\n");
            drip(out, "x", Integer.MAX_VALUE, 20);
        })) {
            assertThatThrownBy(() -> read(http)).hasMessageContaining("manifests/x: 418");
        }
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        for (String begun : new String[] {"", LONG}) {
            try (RegistryHttp http = serve(PATIENT, out -> {
                send(out, begun);
                Thread.sleep(PATIENT.toMillis());
            })) {
                FutureTask<Integer> reading = new FutureTask<>(() -> read(http));
                Thread thread = new Thread(reading);
                thread.start();
                asked.await();
                thread.interrupt();
                assertThatThrownBy(reading::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(InterruptedIOException.class);
            }
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        RegistryHttp http = serve(PATIENT, out -> {
            send(out, LONG);
            Thread.sleep(PATIENT.toMillis());
        });
        CompletableFuture<Integer> reading = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                reading.complete(http.send(REQUEST, answer -> {
                    begun.complete(null);
                    return answer.body().readAllBytes().length;
                }));
            } catch (IOException e) {
                reading.completeExceptionally(e);
            }
        });
        thread.start();
        begun.get();
        http.close();
        assertThatThrownBy(reading::get)
                .hasCauseInstanceOf(RemoteException.class)
                .hasMessageContaining("cancelled, as the image was closed");
        assertThatThrownBy(() -> read(http)).hasMessageContaining("cancelled, as the image was closed");
    }
}
