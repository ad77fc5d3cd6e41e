package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.index;
import static dev.nydusview.image.sample.SampleImage.subject;
import static dev.nydusview.image.sample.SampleImage.with;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests registries whose lists of referrers fail, lie, or do not end. */
final class HostileReferrersTest {
    private static final String INDEX = "Content-Type: " + MediaTypes.OCI_INDEX;
    private static final String UNDECIDED = "; the search for its Nydus twin failed: ";

    /** Answers requests for referrers. */
    private interface Answer {
        boolean to(HttpExchange exchange) throws IOException;
    }

    private final SampleImage image = new SampleImage(1);
    private final Intercept requests = new Intercept(this::answer);
    private Answer answer = exchange -> false;
    private LayoutRegistry registry;
    private Descriptor plain;

    private boolean answer(HttpExchange exchange) throws IOException {
        return exchange.getRequestURI().getPath().startsWith("/v2/app/referrers/") && answer.to(exchange);
    }

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("app", requests);
        plain = registry.addManifest("oci", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private void list(String... descriptors) {
        answer = exchange -> Intercept.respond(exchange, 200, index(descriptors), INDEX);
    }

    private Descriptor addTwin() {
        return registry.addBlob(MediaTypes.OCI_MANIFEST, with(image.addLayersTo(registry, "6"), subject(plain)));
    }

    private void assertFails(Class<? extends IOException> type, String message) {
        assertThatThrownBy(() -> resolve(registry.reference("oci"), SampleAccess.plain()))
                .isInstanceOf(type)
                .hasMessageStartingWith(registry.reference("oci") + " is a plain OCI image, not a Nydus image: ")
                .hasMessageContaining(message);
    }

    private void assertFound(Descriptor twin) throws IOException {
        try (ResolvedImage resolved = resolve(registry.reference("oci"), SampleAccess.plain())) {
            assertThat(resolved.name()).endsWith("@" + twin.digest());
        }
    }

    private String api() {
        return "GET http://" + registry.host() + "/v2/app/referrers/" + plain.digest();
    }

    @ParameterizedTest
    @CsvSource({
        "401, dev.nydusview.registry.AuthenticationException",
        "403, dev.nydusview.registry.AuthenticationException",
        "500, dev.nydusview.registry.RemoteException",
        "429, dev.nydusview.registry.RemoteException",
        "418, dev.nydusview.registry.RemoteException"
    })
    void failureIsNotTakenForAnEmptyList(int status, Class<? extends IOException> type) {
        answer = exchange -> Intercept.respond(exchange, status, "out of order", "Retry-After: 0");
        assertFails(type, UNDECIDED + api() + ": " + status + " out of order");
    }

    @Test
    void twinUnderTheTagCountsAlthoughTheRegistryFails() throws IOException {
        Descriptor twin = addTwin();
        registry.addManifest(
                plain.digest().toString().replace(':', '-'), MediaTypes.OCI_INDEX, index(descriptor(twin, "")));
        answer = exchange -> Intercept.respond(exchange, 403, "denied");
        assertFound(twin);
    }

    @Test
    void listedImageThatRefersToAnotherIsNone() {
        Descriptor foreign = Descriptor.of(MediaTypes.OCI_MANIFEST, new Sha256("7".repeat(64)), 100);
        Descriptor lured =
                registry.addBlob(MediaTypes.OCI_MANIFEST, with(image.addLayersTo(registry, "6"), subject(foreign)));
        Descriptor silent = registry.addBlob(MediaTypes.OCI_MANIFEST, image.addLayersTo(registry, "6"));
        list(descriptor(lured, ""), descriptor(silent, ""), descriptor(plain, ""), descriptor(foreign, ""));

        assertFails(NotNydusException.class, " (referrers API: 4 listed, none matches, fallback tag: absent)");
    }

    @Test
    void manifestThatIsNotWhatTheListSaysIsCorrupt() {
        Descriptor twin = addTwin();
        list(descriptor(Descriptor.of(twin.mediaType(), twin.digest(), twin.size() - 1), ""));
        assertFails(
                CorruptDataException.class,
                UNDECIDED + "corrupt manifest of " + registry.reference("oci") + ": " + twin.digest()
                        + " is longer than the " + (twin.size() - 1) + " bytes in its descriptor");
    }

    @Test
    void forgedManifestIsCorrupt() throws IOException {
        Descriptor twin = addTwin();
        byte[] forged = with(image.addLayersTo(registry, "5"), subject(plain));
        Intercept forger = new Intercept(exchange ->
                exchange.getRequestURI().getPath().endsWith(twin.digest().toString())
                        && Intercept.respond(exchange, 200, forged));
        try (LayoutRegistry forging = LayoutRegistry.start("app", forger)) {
            forging.addManifest("oci", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
            forging.addBlob(MediaTypes.OCI_MANIFEST, with(image.addLayersTo(registry, "6"), subject(plain)));
            assertThatThrownBy(() -> resolve(forging.reference("oci"), SampleAccess.plain()))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageEndingWith(UNDECIDED + "corrupt manifest of " + forging.reference("oci") + ": "
                            + twin.digest() + " has the digest " + Sha256.of(forged));
        }
    }

    @Test
    void entriesThatMakeNoSenseHideNoTwin() throws IOException {
        Descriptor twin = addTwin();
        list(
                "{}",
                "{\"digest\":7}",
                "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha512:00\",\"size\":1}",
                descriptor(Descriptor.of(MediaTypes.OCI_MANIFEST, new Sha256("8".repeat(64)), Long.MAX_VALUE), ""),
                descriptor(Descriptor.of(MediaTypes.OCI_INDEX, new Sha256("9".repeat(64)), 10), ""),
                descriptor(registry.addBlob(MediaTypes.OCI_MANIFEST, SampleImage.json("no JSON")), ""),
                descriptor(twin, ""));
        assertFound(twin);
    }

    @Test
    void listThatIsNoneIsCorrupt() {
        answer = exchange -> Intercept.respond(exchange, 200, "{\"manifests\":{}}", INDEX);
        assertFails(
                CorruptDataException.class, UNDECIDED + api() + ": the list is corrupt: \"manifests\" is not an array");
        answer = exchange -> Intercept.respond(exchange, 200, "[", INDEX);
        assertFails(CorruptDataException.class, api() + ": the list is corrupt: not JSON at line 1, column 2");
    }

    @Test
    void hugeListIsCutShort() {
        byte[] huge = new byte[(8 << 20) + 1];
        Arrays.fill(huge, (byte) ' ');
        answer = exchange -> Intercept.respond(exchange, 200, huge, INDEX);
        assertFails(
                CorruptDataException.class,
                UNDECIDED + "the registry's list of referrers of " + plain.digest()
                        + " is corrupt: it is larger than 8388608 bytes");
    }

    @Test
    void listOfCountlessPartsIsCutShort() {
        String[] parts = Collections.nCopies(300_000, "{}").toArray(String[]::new);
        list(parts);
        assertFails(CorruptDataException.class, ": the list is corrupt: nested too deeply, or with too many parts ");
    }

    @Test
    void countlessCandidatesAreNotAllLookedInto() {
        String[] candidates = new String[1000];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] =
                    descriptor(Descriptor.of(MediaTypes.OCI_MANIFEST, new Sha256(String.format("%064x", i)), 100), "");
        }
        list(candidates);
        assertFails(
                NotNydusException.class,
                " (referrers API: 1000 listed, the first 64 images examined, fallback tag: absent)");
        assertThat(requests.seen())
                .filteredOn(request -> request.uri().contains("/manifests/sha256:"))
                .hasSize(64);
    }

    @Test
    void pagesAreFollowed() throws IOException {
        Descriptor twin = addTwin();
        answer = exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            // The other host is not asked: only the query counts.
            return query == null
                    ? Intercept.respond(
                            exchange,
                            200,
                            index(),
                            INDEX,
                            "Link: <http://127.0.0.1:1/first?n=1>; rel=\"first\","
                                    + " <http://127.0.0.1:1/elsewhere?last=a%20b&n=2>; rel=\"next\"")
                    : Intercept.respond(exchange, 200, index(descriptor(twin, "")), INDEX);
        };
        assertFound(twin);
        assertThat(requests.seen())
                .extracting(Intercept.Seen::uri)
                .contains("/v2/app/referrers/" + plain.digest() + "?last=a%20b&n=2");
    }

    @Test
    void pagesThatLeadBackAreCorrupt() {
        answer = exchange -> Intercept.respond(exchange, 200, index(), INDEX, "Link: <?page=2>; rel=\"next\"");
        assertFails(CorruptDataException.class, " is corrupt: page 3 was read already");
    }

    @Test
    void endlessPagesAreCorrupt() {
        answer = exchange -> Intercept.respond(
                exchange, 200, index(), INDEX, "Link: <?page=" + requests.seen().size() + ">; rel=next");
        assertFails(CorruptDataException.class, " is corrupt: it has more than 64 pages");
    }

    @Test
    void pagesShareOneLimit() {
        byte[] page = new byte[1 << 20];
        Arrays.fill(page, (byte) ' ');
        System.arraycopy(index(), 0, page, 0, index().length);
        answer = exchange -> Intercept.respond(
                exchange, 200, page, INDEX, "Link: <?page=" + requests.seen().size() + ">; rel=next");
        assertFails(CorruptDataException.class, " is corrupt: it is larger than 8388608 bytes");
        assertThat(requests.seen()).hasSizeLessThan(15);
    }

    @Test
    void tagThatFailsIsNotTakenForAnAbsentOne() throws IOException {
        Intercept failing =
                new Intercept(exchange -> exchange.getRequestURI().getPath().contains("/manifests/sha256-")
                        && Intercept.respond(exchange, 503, "overload", "Retry-After: 0"));
        try (LayoutRegistry other = LayoutRegistry.start("app", failing)) {
            other.addManifest("oci", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
            assertThatThrownBy(() -> resolve(other.reference("oci"), SampleAccess.plain()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageMatching(
                            ".*/manifests/" + plain.digest().toString().replace(':', '-')
                                    + ": 503 overload \\(\\d attempts in 1\\.\\d s\\)");
        }
    }

    @Test
    void refusedRegistryIsWhatTheUserSees() {
        answer = exchange -> Intercept.respond(exchange, 403, "denied");
        assertThatThrownBy(() -> resolve(registry.reference("oci"), SampleAccess.plain()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining(UNDECIDED + api() + ": 403 denied; ");
    }
}
