package dev.nydusview.image.source;

import static dev.nydusview.image.source.Outcome.bytes;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RemoteBlobTest {
    /** The end of a message about a request that was repeated for a second. */
    private static final String REPEATED = " \\(\\d attempts in [12]\\.\\d s\\)";

    private final SampleImage image = new SampleImage(1);
    private final AtomicReference<Intercept.Rule> rule = new AtomicReference<>(exchange -> false);
    private final Intercept filter = new Intercept(exchange -> rule.get().answer(exchange));
    private final LayoutRegistry registry;
    private final ResolvedImage resolved;

    RemoteBlobTest() throws IOException {
        registry = LayoutRegistry.start("app", filter);
        image.addTo(registry, "v6");
        resolved = resolve(registry.reference("v6"), SampleAccess.plain());
        filter.seen().clear();
    }

    @AfterEach
    void stop() throws IOException {
        resolved.close();
        registry.close();
    }

    private byte[] read(long offset, int length) throws IOException {
        return bytes(resolved.blobs().read(image.blobId(), offset, length));
    }

    private byte[] part(int offset, int length) {
        return Arrays.copyOfRange(image.blob(), offset, offset + length);
    }

    private String request(String range) {
        return "GET http://" + registry.host() + "/v2/app/blobs/sha256:" + image.blobId() + " (bytes=" + range + ")";
    }

    @Test
    void readsExactlyTheRangeThatIsAskedFor() throws IOException {
        assertThat(read(1234, 500)).isEqualTo(part(1234, 500));
        assertThat(read(99_999, 1)).isEqualTo(part(99_999, 1));
        assertThat(filter.seen())
                .extracting(Intercept.Seen::range)
                .containsExactly("bytes=1234-1733", "bytes=99999-99999");
        assertThat(resolved.meter().blobRequests()).isEqualTo(2);
        assertThat(resolved.meter().blobBytes()).isEqualTo(501);
    }

    @Test
    void lengthComesFromTheManifestOrTheRegistry() throws IOException {
        byte[] more = {1, 2, 3};
        String unlisted = registry.addBlob("x", more).hex();

        assertThat(resolved.blobs().length(image.blobId())).isEqualTo(100_000);
        assertThat(filter.seen()).isEmpty();
        assertThat(resolved.blobs().length(unlisted)).isEqualTo(3);
        assertThat(resolved.blobs().length(unlisted)).isEqualTo(3);
        assertThat(filter.seen()).extracting(Intercept.Seen::method).containsExactly("HEAD");
    }

    @Test
    void rangeOutsideTheBlobIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> read(99_999, 2))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("blob " + image.blobId() + " of 100000 bytes does not have 2 bytes at offset 99999");
        assertThatThrownBy(() -> read(Long.MAX_VALUE, 2)).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> resolved.blobs().read("../../etc/passwd", 0, 1))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("blob id \"../../etc/passwd\" is not 64 hexadecimal digits");
        assertThat(filter.seen()).isEmpty();
    }

    @Test
    void missingBlobIsNotFound() {
        String missing = "0".repeat(64);
        assertThatThrownBy(() -> resolved.blobs().read(missing, 0, 5))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("GET http://" + registry.host() + "/v2/app/blobs/sha256:" + missing
                        + " (bytes=0-4): 404 BLOB_UNKNOWN: blob unknown to registry;"
                        + " the image is incomplete: push or copy it again with all its blobs");
    }

    @Test
    void temporaryRefusalIsRepeated() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        rule.set(exchange ->
                requests.getAndIncrement() == 0 && Intercept.respond(exchange, 503, "busy", "Retry-After: 0"));

        assertThat(read(0, 10)).isEqualTo(part(0, 10));
        assertThat(requests).hasValue(2);
    }

    @Test
    void lastingRefusalIsRemote() {
        rule.set(exchange -> Intercept.respond(exchange, 429, "slow down", "Retry-After: 0"));

        assertThatThrownBy(() -> read(0, 10))
                .isInstanceOf(RemoteException.class)
                .hasMessageMatching(Pattern.quote(request("0-9") + ": 429 slow down") + REPEATED);
        assertThat(filter.seen()).hasSizeBetween(3, 8);
    }

    @Test
    void longWaitIsTriedOnceMoreAndThenLeftToTheUser() {
        for (String wait : List.of("3600", "Tue, 01 Jan 2999 00:00:00 GMT")) {
            filter.seen().clear();
            rule.set(exchange -> Intercept.respond(exchange, 503, "", "Retry-After: " + wait));

            assertThatThrownBy(() -> read(0, 10))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageMatching(Pattern.quote(request("0-9") + ": 503 Service Unavailable") + REPEATED
                            + "; it asks to wait \\d+ s: try again later");
            assertThat(filter.seen()).hasSize(2);
        }
    }

    @Test
    void cutOffBodyTellsHowMuchArrived() {
        rule.set(exchange -> "bytes=0-99".equals(exchange.getRequestHeaders().getFirst("Range"))
                ? Intercept.breakOff(exchange, 206, 100, part(0, 40), "Content-Range: bytes 0-99/100000")
                : Intercept.breakOff(exchange, 206, 60, part(0, 0), "Content-Range: bytes 40-99/100000"));

        assertThatThrownBy(() -> read(0, 100))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith(request("40-99") + ": after 0 bytes: the connection failed: ")
                .hasMessageMatching(".*" + REPEATED);
    }

    @Test
    void whatHasArrivedIsNotAskedForAgain() throws IOException {
        rule.set(exchange -> "bytes=0-99".equals(exchange.getRequestHeaders().getFirst("Range"))
                && Intercept.respond(exchange, 206, part(0, 40), "Content-Range: bytes 0-99/100000"));

        assertThat(read(0, 100)).isEqualTo(part(0, 100));
        assertThat(filter.seen()).extracting(Intercept.Seen::range).containsExactly("bytes=0-99", "bytes=40-99");
    }

    @Test
    void anotherRangeIsRefused() {
        for (String wrong : List.of("bytes 1-100/100000", "bytes 0-100/100000", "bytes 0-99", "items 0-99/100000")) {
            rule.set(exchange -> Intercept.respond(exchange, 206, part(0, 100), "Content-Range: " + wrong));
            assertThatThrownBy(() -> read(0, 100))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageStartingWith(request("0-99") + ": the response holds another range: ");
        }
        rule.set(exchange -> Intercept.respond(exchange, 206, part(0, 100), "Content-Range: bytes 0-99/99999"));
        assertThatThrownBy(() -> read(0, 100))
                .hasMessage(request("0-99") + ": the blob has 99999 bytes in the registry, 100000 in the manifest");
    }

    @Test
    void ignoredRangeIsCutFromASmallBlob() throws IOException {
        rule.set(exchange -> Intercept.respond(exchange, 200, image.blob()));

        assertThat(read(50_000, 100)).isEqualTo(part(50_000, 100));
        assertThat(resolved.meter().blobBytes()).isEqualTo(50_100);
    }

    @Test
    void ignoredRangeOfALargeBlobIsAnErrorWithoutACache() {
        rule.set(exchange -> Intercept.breakOff(exchange, 200, 1L << 30, part(0, 1)));

        assertThatThrownBy(() -> read(0, 100))
                .isInstanceOf(RemoteException.class)
                .hasMessage(
                        request("0-99") + ": the server ignores the range (status 200 instead of 206), and the"
                                + " blob is too large to fetch it whole for each read;"
                                + " copy the image into a directory and open it as oci:DIR; allow a cache, in which it is fetched once");
    }

    @Test
    void redirectToAnotherHostShowsItNoCredentials() throws IOException {
        Intercept storage = Intercept.recording();
        Intercept basic = new Intercept(exchange -> exchange.getRequestHeaders().getFirst("Authorization") == null
                ? Intercept.respond(exchange, 401, "", "WWW-Authenticate: Basic realm=x")
                : rule.get().answer(exchange));
        try (LayoutRegistry elsewhere = LayoutRegistry.start("app", storage);
                LayoutRegistry closed = LayoutRegistry.start("app", basic)) {
            image.addTo(elsewhere, "v6");
            image.addTo(closed, "v6");
            rule.set(exchange ->
                    exchange.getRequestURI().getPath().contains("/blobs/") && redirect(exchange, elsewhere, "sig=1"));
            try (ResolvedImage secret = resolve(
                    closed.reference("v6"), SampleAccess.plain().withCredentials(to -> to.withCredentials("u:p")))) {
                assertThat(bytes(secret.blobs().read(image.blobId(), 0, 10))).isEqualTo(part(0, 10));
            }
            assertThat(storage.seen()).extracting(Intercept.Seen::authorization).containsExactly("null", "null");
        }
    }

    @Test
    void redirectIsRememberedForTheNextRange() throws IOException {
        try (LayoutRegistry elsewhere = LayoutRegistry.start("app")) {
            image.addTo(elsewhere, "v6");
            rule.set(exchange -> redirect(exchange, elsewhere, "sig=1"));

            assertThat(read(0, 10)).isEqualTo(part(0, 10));
            assertThat(read(10, 10)).isEqualTo(part(10, 10));
            assertThat(filter.seen()).hasSize(1);
        }
    }

    private boolean redirect(HttpExchange exchange, LayoutRegistry target, String query) throws IOException {
        String location = "http://" + target.host() + exchange.getRequestURI().getPath() + "?" + query;
        return Intercept.respond(exchange, 307, "", "Location: " + location);
    }

    @Test
    void staleRedirectAsksTheRegistryAgain() throws IOException {
        AtomicInteger signature = new AtomicInteger(1);
        AtomicInteger accepted = new AtomicInteger(1);
        Intercept storage = new Intercept(exchange ->
                !("sig=" + accepted.get()).equals(exchange.getRequestURI().getQuery())
                        && Intercept.respond(exchange, 403, "expired"));
        try (LayoutRegistry elsewhere = LayoutRegistry.start("app", storage)) {
            image.addTo(elsewhere, "v6");
            rule.set(exchange -> redirect(exchange, elsewhere, "sig=" + signature.get()));
            read(0, 10);
            signature.set(2);
            accepted.set(2);

            assertThat(read(10, 10)).isEqualTo(part(10, 10));

            assertThat(filter.seen()).hasSize(2);
            assertThat(storage.seen())
                    .extracting(seen -> seen.uri().replaceAll(".*\\?", ""))
                    .containsExactly("sig=1", "sig=1", "sig=2");
        }
    }

    @Test
    void refusalByStorageHidesTheSignature() throws IOException {
        Intercept storage = new Intercept(exchange -> Intercept.respond(exchange, 403, "<xml>no</xml>"));
        try (LayoutRegistry elsewhere = LayoutRegistry.start("app", storage)) {
            rule.set(exchange -> redirect(exchange, elsewhere, "X-Signature=hunter2"));

            assertThatThrownBy(() -> read(0, 10))
                    .hasMessageContaining("?X-Signature=REDACTED (bytes=0-9): 403 Forbidden")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void relativeRedirectStaysWithTheRegistry() throws IOException {
        rule.set(exchange -> exchange.getRequestURI().getQuery() == null
                && Intercept.respond(exchange, 302, "", "Location: ./sha256:" + image.blobId() + "?again"));

        assertThat(read(0, 10)).isEqualTo(part(0, 10));
        assertThat(filter.seen()).hasSize(2);
    }

    @Test
    void endlessRedirectIsRefused() {
        rule.set(exchange -> Intercept.respond(exchange, 302, "", "Location: again"));

        assertThatThrownBy(() -> read(0, 10))
                .isInstanceOf(RemoteException.class)
                .hasMessageEndingWith("refused: more than 10 redirects");
    }

    @Test
    void stoppedRegistryIsRemote() {
        registry.close();

        assertThatThrownBy(() -> read(0, 10))
                .isInstanceOf(RemoteException.class)
                .hasMessageMatching(Pattern.quote(request("0-9") + ": no connection to 127.0.0.1 port "
                                + registry.host().substring("127.0.0.1:".length())
                                + "; check that a server runs there")
                        + REPEATED);
    }
}
