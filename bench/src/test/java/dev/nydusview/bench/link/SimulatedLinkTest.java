package dev.nydusview.bench.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Delays are checked from below only, as a busy machine adds to them. */
@Timeout(60)
class SimulatedLinkTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;

    /** Starts a server that sends back what it gets, and ends a connection when its client does. */
    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    threads.execute(() -> echo(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void bytesArriveInOrderBothWaysAndAreCounted() throws Exception {
        byte[] data = randomBytes(3_000_000);
        try (SimulatedLink link = open(Duration.ofMillis(2), 0)) {
            assertThat(exchange(link, data)).isEqualTo(data);
            assertThat(link.takeCounts()).isEqualTo(new Counter.Counts(data.length, data.length, 1));
            assertThat(link.takeCounts()).isEqualTo(new Counter.Counts(0, 0, 0));
        }
    }

    @Test
    void firstAnswerTakesTwoRoundTripsAndLaterOnesOne() throws Exception {
        try (SimulatedLink link = open(Duration.ofMillis(100), 0)) {
            long start = System.nanoTime();
            try (Socket client = connect(link)) {
                ask(client);
                long first = System.nanoTime();
                assertThat(Duration.ofNanos(first - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
                ask(client);
                assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
            }
        }
    }

    @Test
    void connectionsShareTheRate() throws Exception {
        byte[] data = randomBytes(250_000);
        try (SimulatedLink link = open(Duration.ZERO, 1_000_000)) {
            List<Callable<byte[]>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(() -> exchange(link, data));
            }
            long start = System.nanoTime();
            for (Future<byte[]> client : threads.invokeAll(clients)) {
                assertThat(client.get()).isEqualTo(data);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
        }
    }

    @Test
    void delayDoesNotLimitTheThroughput() throws Exception {
        byte[] data = randomBytes(32_000_000);
        try (SimulatedLink link = open(Duration.ofMillis(200), 0)) {
            long start = System.nanoTime();
            assertThat(exchange(link, data)).isEqualTo(data);
            // a packet a round trip would take minutes
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void absentServerEndsTheConnection() throws Exception {
        SocketAddress absent;
        // a socket on which a thread waits may accept one more connection after it has been closed
        try (ServerSocket unused = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            absent = unused.getLocalSocketAddress();
        }
        try (SimulatedLink link = SimulatedLink.open(absent, Duration.ZERO, 0);
                Socket client = connect(link)) {
            assertThat(endOf(client)).isTrue();
        }
    }

    private SimulatedLink open(Duration roundTrip, long rate) throws IOException {
        return SimulatedLink.open(server.getLocalSocketAddress(), roundTrip, rate);
    }

    /** A read that gets nothing ends after some time, as it does not hear of the interrupt of a time limit. */
    private static Socket connect(SimulatedLink link) throws IOException {
        InetSocketAddress address = link.address();
        Socket client = new Socket(address.getAddress(), address.getPort());
        client.setSoTimeout(30_000);
        return client;
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private byte[] exchange(SimulatedLink link, byte[] data) throws Exception {
        try (Socket client = connect(link)) {
            Future<byte[]> answer = threads.submit(() -> client.getInputStream().readAllBytes());
            client.getOutputStream().write(data);
            client.shutdownOutput();
            return answer.get();
        }
    }

    private static void ask(Socket client) throws IOException {
        client.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
    }

    private static boolean endOf(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    private static void echo(Socket client) {
        byte[] buffer = new byte[8192];
        try (client) {
            InputStream in = client.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                client.getOutputStream().write(Arrays.copyOf(buffer, length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
