package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.index;
import static dev.nydusview.image.sample.SampleImage.json;
import static dev.nydusview.image.sample.SampleImage.subject;
import static dev.nydusview.image.sample.SampleImage.with;
import static dev.nydusview.image.source.Outcome.bytes;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nydus images that are found from the plain OCI image that they refer to. */
final class TwinTest {
    private static final String AMD64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    private static final String ADVICE = "; convert it with nydusify, or scan it as an OCI image";

    private final SampleImage image = new SampleImage(1);
    private final SampleImage other = new SampleImage(2);
    private final Intercept requests = Intercept.recording();
    private LayoutRegistry registry;
    private Descriptor plain;

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("app", requests);
        plain = registry.addManifest("oci", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    /** Adds {@code nydus} as a referrer of {@code subject}. */
    private Descriptor addTwin(SampleImage nydus, Descriptor subject, String... more) {
        byte[] manifest = with(nydus.addLayersTo(registry, "6"), subject(subject));
        for (String members : more) {
            manifest = with(manifest, members);
        }
        return registry.addBlob(MediaTypes.OCI_MANIFEST, manifest);
    }

    private static String created(String when) {
        return "\"annotations\":{\"org.opencontainers.image.created\":\"" + when + "\"}";
    }

    private String config(String architecture) {
        Descriptor config = registry.addBlob(
                "application/vnd.oci.image.config.v1+json",
                json("{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"));
        return "\"config\":" + descriptor(config, "");
    }

    private void tagFallback(Descriptor subject, Descriptor... referrers) {
        String[] descriptors = new String[referrers.length];
        for (int i = 0; i < referrers.length; i++) {
            descriptors[i] = descriptor(referrers[i], "");
        }
        registry.addManifest(subject.digest().toString().replace(':', '-'), MediaTypes.OCI_INDEX, index(descriptors));
    }

    private void assertTwin(String tag, Descriptor twin, SampleImage expected) throws IOException {
        try (ResolvedImage resolved = resolve(registry.reference(tag), SampleAccess.plain())) {
            assertThat(resolved.name()).isEqualTo(registry.reference(tag) + "@" + twin.digest());
            assertThat(bytes(resolved.bootstrap())).isEqualTo(expected.boot());
            assertThat(resolved.manifest().replaced())
                    .isEqualTo(new ReplacedImage(plain.digest().toString(), ReplacedImage.Relation.SUBJECT));
            assertThat(bytes(resolved.blobs().read(expected.blobId(), 0, 100_000)))
                    .isEqualTo(expected.blob());
        }
    }

    private void assertNone(String tag, String message) {
        assertThatThrownBy(() -> resolve(registry.reference(tag), SampleAccess.plain()))
                .isInstanceOf(NotNydusException.class)
                .hasMessage(registry.reference(tag) + message + ADVICE);
    }

    private static final String PLAIN =
            " is a plain OCI image, not a Nydus image: no layer has the annotation containerd.io/snapshot/nydus-bootstrap";

    @Test
    void registryListsTheTwin() throws IOException {
        Descriptor twin = addTwin(image, plain);

        assertTwin("oci", twin, image);
        assertThat(requests.seen())
                .extracting(Intercept.Seen::uri)
                .startsWith(
                        "/v2/app/manifests/oci",
                        "/v2/app/referrers/" + plain.digest(),
                        "/v2/app/manifests/" + twin.digest());
    }

    @Test
    void imageThatIsNydusItselfNeedsNoTwin() throws IOException {
        image.addTo(registry, "v6");
        try (ResolvedImage resolved = resolve(registry.reference("v6"), SampleAccess.plain())) {
            assertThat(resolved.manifest().replaced()).isNull();
            assertThat(requests.seen()).noneMatch(request -> request.uri().contains("referrers"));
        }
    }

    @Test
    void tagListsTheTwinWhereTheRegistryHasNoReferrers() throws IOException {
        registry.withoutReferrers();
        Descriptor twin = addTwin(image, plain);
        tagFallback(plain, twin);

        assertTwin("oci", twin, image);
    }

    @Test
    void tagIsLookedAtAsWellWhenTheRegistryListsNothing() throws IOException {
        byte[] empty = index();
        Intercept old =
                new Intercept(exchange -> exchange.getRequestURI().getPath().contains("/referrers/")
                        && Intercept.respond(exchange, 200, empty, "Content-Type: " + MediaTypes.OCI_INDEX));
        assertFallback(old);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 501})
    void tagIsLookedAtWhenTheRegistryKnowsNoReferrers(int status) throws IOException {
        assertFallback(
                new Intercept(exchange -> exchange.getRequestURI().getPath().contains("/referrers/")
                        && Intercept.respond(exchange, status, "no such page")));
    }

    @Test
    void tagIsLookedAtWhenAFrontEndAnswersWithAPage() throws IOException {
        assertFallback(
                new Intercept(exchange -> exchange.getRequestURI().getPath().contains("/referrers/")
                        && Intercept.respond(exchange, 200, "<html></html>", "Content-Type: text/html")));
    }

    private void assertFallback(Intercept filter) throws IOException {
        try (LayoutRegistry old = LayoutRegistry.start("app", filter)) {
            registry.close();
            registry = old;
            plain = registry.addManifest("oci", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
            Descriptor twin = addTwin(image, plain);
            tagFallback(plain, twin);
            assertTwin("oci", twin, image);
        }
    }

    @Test
    void newestCountsAndElseTheFirst() throws IOException {
        registry.withoutReferrers();
        Descriptor undated = addTwin(image, plain);
        Descriptor old = addTwin(image, plain, created("2024-05-01T00:00:00Z"));
        Descriptor newest = addTwin(other, plain, created("2024-05-01T23:30:00-05:00"));
        Descriptor same = addTwin(image, plain, created("2024-05-02T04:30:00Z"));
        Descriptor senseless = addTwin(image, plain, created("yesterday"));

        tagFallback(plain, undated, old, newest, same, senseless);
        assertTwin("oci", newest, other);
        tagFallback(plain, senseless, undated);
        assertTwin("oci", senseless, image);
    }

    @Test
    void otherReferrersAreNotLookedInto() {
        registry.withoutReferrers();
        Descriptor signature = registry.addBlob(MediaTypes.OCI_MANIFEST, with(json("{\"layers\":[]}"), subject(plain)));
        registry.addManifest(
                plain.digest().toString().replace(':', '-'),
                MediaTypes.OCI_INDEX,
                index(descriptor(signature, "\"artifactType\":\"application/vnd.dev.cosign.artifact.sig.v1+json\"")));

        assertNone(
                "oci",
                PLAIN + "; no Nydus image refers to " + plain.digest()
                        + " (referrers API: absent, fallback tag: 1 listed, none matches)");
        assertThat(requests.seen())
                .noneMatch(request -> request.uri().endsWith(signature.digest().toString()));
    }

    @Test
    void noneAnywhereSaysWhereWasLooked() {
        assertNone(
                "oci",
                PLAIN + "; no Nydus image refers to " + plain.digest()
                        + " (referrers API: 0 listed, fallback tag: absent)");
    }

    @Test
    void twinIsNotLookedForWhenUnwanted() {
        addTwin(image, plain);

        assertThatThrownBy(() ->
                        resolve(registry.reference("oci"), SampleAccess.plain().withTwins(TwinPolicy.NEVER)))
                .isInstanceOf(NotNydusException.class)
                .hasMessage(registry.reference("oci") + PLAIN
                        + "; a Nydus twin of it is not read; --twin=trusted --trust-twins " + registry.host()
                        + "/app accepts twins from this repository" + ADVICE);
        assertThat(requests.seen()).hasSize(1);
    }

    @Test
    void twinOfARepositoryThatIsTrusted() throws IOException {
        Descriptor twin = addTwin(image, plain);
        String host = registry.host();
        for (String pattern : new String[] {host + "/**", host + "/app", "*/a?p", registry.reference("oci")}) {
            try (ResolvedImage resolved = resolve(registry.reference("oci"), trusting(pattern))) {
                assertThat(resolved.name()).as(pattern).endsWith(twin.digest().toString());
            }
        }
        for (String pattern : new String[] {host + "/other", "*", "registry.example/app", host + "/app:other"}) {
            assertThatThrownBy(() -> resolve(registry.reference("oci"), trusting("registry.example/**", pattern)))
                    .as(pattern)
                    .isInstanceOf(NotNydusException.class)
                    .hasMessage(registry.reference("oci") + PLAIN + "; no pattern of --trust-twins matches " + host
                            + "/app, so a Nydus twin of it is not read" + ADVICE);
        }
    }

    private static Access trusting(String... patterns) {
        return SampleAccess.plain().withTwins(new TwinPolicy(TwinPolicy.Mode.TRUSTED, List.of(patterns), false));
    }

    @Test
    void imageOfAnIndexHasItsTwin() throws IOException {
        registry.addManifest("multi", MediaTypes.OCI_INDEX, index(descriptor(plain, AMD64)));
        Descriptor twin = addTwin(image, plain);

        assertTwin("multi", twin, image);
    }

    @Test
    void twinOfAnIndexMustStateThePlatform() throws IOException {
        Descriptor multi = registry.addManifest("multi", MediaTypes.OCI_INDEX, index(descriptor(plain, AMD64)));
        addTwin(other, multi);
        addTwin(other, multi, config("arm64"));
        assertNone(
                "multi",
                " has only a plain OCI image for linux/amd64, no Nydus image; no Nydus image refers to "
                        + plain.digest() + " (referrers API: 0 listed, fallback tag: absent) or " + multi.digest()
                        + " (referrers API: 2 listed, none matches, fallback tag: absent)");

        Descriptor twin = addTwin(image, multi, config("amd64"));
        assertTwin("multi", twin, image);
    }

    @Test
    void twinForAnotherPlatformThanTheImageIsNone() throws IOException {
        plain = registry.addManifest(
                "oci", MediaTypes.OCI_MANIFEST, with(SampleImage.plainManifest(), config("amd64")));
        addTwin(other, plain, config("arm64"));
        assertNone(
                "oci",
                PLAIN + "; no Nydus image refers to " + plain.digest()
                        + " (referrers API: 1 listed, none matches, fallback tag: absent)");

        Descriptor twin = addTwin(image, plain, config("amd64"));
        assertTwin("oci", twin, image);
    }

    @Test
    void twinThatCannotBeReadSaysWhy() {
        Descriptor twin =
                registry.addBlob(MediaTypes.OCI_MANIFEST, with(image.addLayersTo(registry, "7"), subject(plain)));

        assertThatThrownBy(() -> resolve(registry.reference("oci"), SampleAccess.plain()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(
                        registry.reference("oci") + PLAIN + "; the search for its Nydus twin failed: the Nydus twin "
                                + twin.digest() + " is a Nydus image with fs-version \"7\"; versions 5 and"
                                + " 6 can be read: convert it again with nydusify --fs-version 6");
    }
}
