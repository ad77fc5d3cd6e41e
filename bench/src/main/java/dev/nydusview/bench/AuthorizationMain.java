package dev.nydusview.bench;

import dev.nydusview.authz.AuthorizationPlugin;
import dev.nydusview.authz.AuthorizationSettings;
import dev.nydusview.authz.policy.PolicyReader;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.authz.scan.ScanRequest;
import dev.nydusview.authz.scan.ScanResult;
import dev.nydusview.authz.scan.ScanSlot;
import dev.nydusview.base.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Times decisions about an image that has been judged, over the socket, as that many clients at once wait for them. */
public final class AuthorizationMain {
    private static final int CLIENTS = 50;
    private static final int WARM_UP = 200;
    private static final int REQUESTS = 1000;

    private static final String POLICY =
            "{\"schemaVersion\":1,\"default\":\"deny\",\"bounds\":{\"tagAge\":\"1h\"},\"rules\":"
                    + "[{\"name\":\"all\",\"decision\":\"block\",\"levels\":[\"high\"]}]}";

    /** {@code {"Hostname":"","Image":"debian:12"}}. */
    private static final String BODY = "eyJIb3N0bmFtZSI6IiIsIkltYWdlIjoiZGViaWFuOjEyIn0=";

    private static final String REQUEST = "{\"RequestMethod\":\"POST\",\"RequestUri\":\"/v1.41/containers/create\","
            + "\"RequestBody\":\"" + BODY + "\",\"RequestHeaders\":{\"Content-Type\":\"application/json\"}}";

    private AuthorizationMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path directory = Files.createTempDirectory("authz");
        Path socket = directory.resolve("bench.sock");
        Path file = Files.writeString(directory.resolve("policy.json"), POLICY);
        try (AuthorizationPlugin plugin = AuthorizationPlugin.start(
                AuthorizationSettings.of(socket, ""), PolicyReader.read(file), new CleanScanner(), decision -> {})) {
            plugin.reload(PolicyReader.read(file));
            measure(socket, WARM_UP);
            long[] nanos = measure(socket, REQUESTS);
            System.out.printf(
                    "%d clients, %d decisions: p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                    CLIENTS, nanos.length, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 1));
        } finally {
            Files.delete(file);
            Files.delete(directory);
        }
    }

    private static double at(long[] nanos, double share) {
        return nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e6;
    }

    /** The times of {@code requests} by each client, sorted. */
    private static long[] measure(Path socket, int requests) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                work.add(() -> ask(socket, requests));
            }
            long[] all = new long[0];
            for (Future<long[]> times : clients.invokeAll(work)) {
                long[] some = times.get();
                all = Arrays.copyOf(all, all.length + some.length);
                System.arraycopy(some, 0, all, all.length - some.length, some.length);
            }
            Arrays.sort(all);
            return all;
        } finally {
            clients.shutdown();
        }
    }

    private static long[] ask(Path socket, int requests) throws IOException {
        byte[] request = ("POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: \r\nContent-Length: " + REQUEST.length()
                        + "\r\n\r\n" + REQUEST)
                .getBytes(StandardCharsets.US_ASCII);
        long[] nanos = new long[requests];
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer answer = ByteBuffer.allocate(1 << 14);
            for (int i = 0; i < requests; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.wrap(request));
                receive(channel, answer.clear());
                nanos[i] = System.nanoTime() - start;
            }
        }
        return nanos;
    }

    /** The answer ends with the document that it has. */
    private static void receive(SocketChannel channel, ByteBuffer answer) throws IOException {
        do {
            if (channel.read(answer) < 0) {
                throw new EOFException("the plugin has closed the connection");
            }
        } while (answer.get(answer.position() - 1) != '}');
        String text = StandardCharsets.UTF_8.decode(answer.flip()).toString();
        if (!text.contains("\"Allow\":true")) {
            throw new IOException("not allowed: " + text);
        }
    }

    private static final class CleanScanner implements ImageScanner {
        @Override
        public String resolve(String reference) {
            return new Sha256("0".repeat(64)).toString();
        }

        @Override
        public ScanResult scan(ScanRequest query, ScanSlot slot) {
            return new ScanResult(query.digest(), true, null, List.of());
        }
    }
}
