package dev.nydusview.image.source;

import static dev.nydusview.image.source.Outcome.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.ref.SourceUri;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that answer every request for a range with the whole of a large blob. */
@Timeout(60)
class IgnoredRangesTest {
    private static final int SIZE = 9_500_000;
    private static final byte[] CONTENT = new byte[SIZE];

    static {
        new Random(5).nextBytes(CONTENT);
    }

    private static final String ID = Sha256.of(CONTENT).hex();

    @TempDir
    Path cache;

    private final RegistryConnections connections = new RegistryConnections();
    private volatile Intercept.Rule fault = exchange -> Intercept.respond(exchange, 200, CONTENT);
    private final Intercept requests = new Intercept(exchange -> isBlob(exchange) && fault.answer(exchange));
    private LayoutRegistry registry;
    private ResolvedImage image;

    private static boolean isBlob(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().endsWith(ID);
    }

    @BeforeEach
    void open() throws IOException {
        registry = LayoutRegistry.start("app", requests);
        new SampleImage(1).addTo(registry, "v6");
        registry.addBlob(SampleImage.BLOB, CONTENT);
        image = resolve(new CacheLayout(cache), 0);
    }

    private ResolvedImage resolve(@Nullable CacheLayout layout, long size) throws IOException {
        return new ImageResolver(
                        connections,
                        layout,
                        size,
                        SampleAccess.plain().withTransport(transport -> transport
                                .withTimeout(Duration.ofSeconds(2))
                                .withRetryFor(Duration.ofSeconds(2))),
                        new TransferMeter())
                .resolve(SourceUri.parse(registry.reference("v6")));
    }

    @AfterEach
    void close() throws IOException {
        image.close();
        registry.close();
        connections.close();
    }

    private static void assertRead(ResolvedImage from, int offset) throws IOException {
        assertThat(bytes(from.blobs().read(ID, offset, 5000)))
                .isEqualTo(Arrays.copyOfRange(CONTENT, offset, offset + 5000));
    }

    private long blobRequests() {
        return requests.seen().stream()
                .filter(seen -> seen.method().equals("GET") && seen.uri().endsWith(ID))
                .count();
    }

    private List<String> kept() throws IOException {
        Path blobs = cache.resolve("blobs");
        if (!Files.exists(blobs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(blobs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(ID))
                    .toList();
        }
    }

    private void awaitComplete() throws IOException, InterruptedException {
        while (kept().stream().noneMatch(name -> name.endsWith(".whole"))) {
            Thread.sleep(20);
        }
    }

    /** Reads with eight threads at once, all over the blob. */
    private void readAll(ResolvedImage from) throws InterruptedException, ExecutionException {
        ExecutorService readers = Executors.newFixedThreadPool(8);
        List<Future<?>> reads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int offset = (int) (i * 94_731L % (SIZE - 5000));
            reads.add(readers.submit(() -> {
                assertRead(from, offset);
                return null;
            }));
        }
        for (Future<?> read : reads) {
            read.get();
        }
        readers.shutdown();
    }

    @Test
    void theBlobIsFetchedOnceForAllReadsAndForTheNextProcess() throws Exception {
        readAll(image);
        // Each of eight readers may ask twice before the first of them knows.
        assertThat(blobRequests()).isLessThanOrEqualTo(17);
        awaitComplete();
        assertThat(kept()).containsExactly(ID + ".whole");

        long before = blobRequests();
        try (ResolvedImage next = resolve(new CacheLayout(cache), 0)) {
            readAll(next);
        }
        assertThat(blobRequests()).isEqualTo(before);
    }

    @Test
    void aTransferThatBreaksOffIsContinued() throws Exception {
        fault = exchange -> Intercept.breakOff(exchange, 200, SIZE, Arrays.copyOf(CONTENT, pieces(3_000_000)));
        assertRead(image, SIZE - 5000);
        assertRead(image, 0);
        assertThat(blobRequests()).isBetween(4L, 8L);
    }

    /** Each transfer gets further than the one before. */
    private int pieces(int step) {
        return (int) Math.min(SIZE, step * Math.max(1, blobRequests() - 2));
    }

    @Test
    void aTransferIsContinuedByRangesOnceThoseAreServed() throws Exception {
        fault = exchange ->
                blobRequests() <= 3 && Intercept.breakOff(exchange, 200, SIZE, Arrays.copyOf(CONTENT, 4_000_000));
        assertRead(image, SIZE - 5000);
        assertThat(blobRequests()).isEqualTo(4);
        assertThat(requests.seen().get(requests.seen().size() - 1).range()).matches("bytes=[1-9]\\d*-" + (SIZE - 1));
    }

    @Test
    void otherBytesAreDamagedAndNotKept() throws Exception {
        byte[] other = CONTENT.clone();
        other[SIZE / 2] ^= 1;
        fault = exchange -> Intercept.respond(exchange, 200, other);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) { // bytes that have arrived are verified by their chunks' digests
                        bytes(image.blobs().read(ID, SIZE - 5000, 5000));
                        Thread.sleep(10);
                    }
                })
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("blob " + ID + " is damaged: its sha256 digest is "
                        + Sha256.of(other).hex());
        assertThat(blobRequests()).isEqualTo(4);
        assertThat(kept()).isEmpty();
    }

    @Test
    void bytesThatAreWrongOnceAreFetchedAgain() throws Exception {
        byte[] other = CONTENT.clone();
        other[0] ^= 1;
        fault = exchange -> Intercept.respond(exchange, 200, blobRequests() <= 3 ? other : CONTENT);
        byte[] first = bytes(image.blobs().read(ID, 0, 10)); // which its chunk's digest would show to be wrong
        assertThat(first).hasSize(10);
        awaitComplete();
        assertRead(image, 0);
        assertThat(blobRequests()).isEqualTo(4);
    }

    @Test
    void anotherLengthIsNotBelieved() throws Exception {
        fault = exchange -> Intercept.respond(exchange, 200, Arrays.copyOf(CONTENT, SIZE - 1));
        assertThatThrownBy(() -> assertRead(image, 0))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(
                        "the blob has " + (SIZE - 1) + " bytes in the registry, " + SIZE + " were expected");
        assertThat(kept()).isEmpty();
        long before = blobRequests();
        assertThatThrownBy(() -> assertRead(image, 0)).isInstanceOf(RemoteException.class);
        assertThat(blobRequests())
                .as("a failure is that of all reads for a while")
                .isEqualTo(before);
    }

    @Test
    void silenceEndsInTime() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        fault = exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        };
        assertThatThrownBy(() -> assertRead(image, SIZE - 5000))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("(--timeout, or --request-timeout)");
        over.countDown();
        assertThat(kept()).isEmpty();
    }

    @Test
    void closingEndsAFetchAndLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        fault = exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(CONTENT, 0, 1_000_000);
            exchange.getResponseBody().flush();
            if (blobRequests() == 3) {
                begun.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return true;
        };
        ExecutorService reader = Executors.newSingleThreadExecutor();
        Future<?> read = reader.submit(() -> {
            assertRead(image, SIZE - 5000);
            return null;
        });
        begun.await();
        image.close();
        assertThatThrownBy(read::get).hasRootCauseInstanceOf(IOException.class);
        over.countDown();
        reader.shutdown();
        assertThat(kept()).isEmpty();
    }

    @Test
    void withoutACacheTheMessageSaysWhatToDo() throws Exception {
        try (ResolvedImage uncached = resolve(null, 0)) {
            assertThatThrownBy(() -> assertRead(uncached, 0))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("the server ignores the range (status 200 instead of 206)")
                    .hasMessageEndingWith("; allow a cache, in which it is fetched once");
        }
    }

    @Test
    void aBlobThatTheCacheHasNoPlaceForIsRefused() throws Exception {
        try (ResolvedImage small = resolve(new CacheLayout(cache), 16 << 20)) {
            assertThatThrownBy(() -> assertRead(small, 0))
                    .isInstanceOf(RemoteException.class)
                    .hasMessage("blob " + ID + " of 9.1 MiB takes more than half of the cache: allow it more with "
                            + "--cache-size");
        }
        assertThat(kept()).isEmpty();
    }
}
