package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.index;
import static dev.nydusview.image.sample.SampleImage.json;
import static dev.nydusview.image.sample.SampleImage.layer;
import static dev.nydusview.image.sample.SampleImage.manifest;
import static dev.nydusview.image.source.Outcome.bytes;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManifestChoiceTest {
    private static final String AMD64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    private static final String ARM64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}";
    private static final String ARTIFACT = ",\"artifactType\":\"" + SampleImage.NYDUS_ARTIFACT + "\"";

    private final SampleImage image = new SampleImage(1);
    private final SampleImage arm = new SampleImage(2);
    private LayoutRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("team/app");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void singleManifestGivesEverythingThatReadingNeeds() throws IOException {
        Descriptor manifest = image.addTo(registry, "v6");
        try (ResolvedImage resolved = resolve("docker://" + registry.reference("v6"), SampleAccess.plain())) {
            assertThat(resolved.name()).isEqualTo(registry.reference("v6") + "@" + manifest.digest());
            assertThat(bytes(resolved.bootstrap())).isEqualTo(image.boot());
            assertThat(resolved.bootstrap().isReadOnly()).isTrue();
            assertThat(resolved.blobMetas()).containsOnlyKeys(image.blobId());
            assertThat(bytes(resolved.blobMetas().get(image.blobId()))).isEqualTo(image.meta());
            assertThat(resolved.blobSizes()).isEqualTo(Map.of(image.blobId(), 100_000L));
            assertThat(resolved.meter().blobRequests()).isZero();
            assertThat(resolved.meter().metadataBytes())
                    .isEqualTo(manifest.size() + SampleImage.gzip(image.tar()).length);
        }
    }

    @Test
    void digestReferenceOpensTheSameImage() throws IOException {
        Descriptor manifest = image.addTo(registry, "v6");
        String byDigest = registry.host() + "/team/app@" + manifest.digest();
        try (ResolvedImage resolved = resolve(byDigest, SampleAccess.plain())) {
            assertThat(resolved.name()).isEqualTo(byDigest);
        }
    }

    @Test
    void indexWithMarksLeadsStraightToTheNydusImageOfThePlatform() throws IOException {
        tagIndex("multi", ARTIFACT);

        assertBoot("multi", "linux/amd64", image);
        assertBoot("multi", "linux/arm64", arm);
    }

    @Test
    void indexWithOldMarksDoesSoToo() throws IOException {
        Descriptor manifest = registry.addBlob(MediaTypes.OCI_MANIFEST, image.addLayersTo(registry, "6"));
        String platform = AMD64.replace("}", ",\"os.features\":[\"nydus.remoteimage.v1\"]}");
        registry.addManifest("old", MediaTypes.OCI_INDEX, index(descriptor(manifest, platform), plain()));

        assertBoot("old", "linux/amd64", image);
    }

    @Test
    void descriptorsThatLostTheirMarksAreLookedInto() throws IOException {
        tagIndex("copied", "");

        assertBoot("copied", "linux/amd64", image);
        assertBoot("copied", "linux/arm64", arm);
    }

    /** A plain image and a Nydus image for amd64, and a Nydus image for arm64. */
    private void tagIndex(String tag, String mark) {
        Descriptor manifest = registry.addBlob(MediaTypes.OCI_MANIFEST, image.addLayersTo(registry, "6"));
        Descriptor armManifest = registry.addBlob(MediaTypes.OCI_MANIFEST, arm.addLayersTo(registry, "5"));
        registry.addManifest(
                tag,
                MediaTypes.OCI_INDEX,
                index(descriptor(manifest, AMD64 + mark), plain(), descriptor(armManifest, ARM64 + mark)));
    }

    private String plain() {
        return descriptor(registry.addBlob(MediaTypes.OCI_MANIFEST, SampleImage.plainManifest()), AMD64);
    }

    private void assertBoot(String tag, String platform, SampleImage expected) throws IOException {
        try (ResolvedImage resolved =
                resolve(registry.reference(tag), SampleAccess.plain().withPlatform(platform))) {
            assertThat(bytes(resolved.bootstrap())).isEqualTo(expected.boot());
        }
    }

    @Test
    void imageWithoutAPlatformIsFoundBesideThoseWithOne() throws IOException {
        Descriptor manifest = registry.addBlob(MediaTypes.OCI_MANIFEST, image.addLayersTo(registry, "6"));
        registry.addManifest(
                "marked", MediaTypes.OCI_INDEX, index(descriptor(manifest, ARTIFACT.substring(1)), plain()));
        registry.addManifest("unmarked", MediaTypes.OCI_INDEX, index(descriptor(manifest, ""), plain()));
        String odd = "\"platform\":{\"os.features\":[\"nydus.remoteimage.v1\"]}";
        registry.addManifest("features", MediaTypes.OCI_INDEX, index(plain(), descriptor(manifest, odd), plain()));

        assertBoot("marked", "linux/amd64", image);
        assertBoot("unmarked", "linux/amd64", image);
        assertBoot("features", "linux/amd64", image);
    }

    @Test
    void configurationDecidesWhereTheIndexStatesNoPlatform() throws IOException {
        Descriptor amdManifest = configured(image, "amd64");
        Descriptor armManifest = configured(arm, "arm64");
        registry.addManifest(
                "bare", MediaTypes.OCI_INDEX, index(descriptor(amdManifest, ""), descriptor(armManifest, "")));
        registry.addManifest(
                "marked",
                MediaTypes.OCI_INDEX,
                index(descriptor(amdManifest, ARTIFACT.substring(1)), descriptor(armManifest, ARTIFACT.substring(1))));

        for (String tag : new String[] {"bare", "marked"}) {
            assertBoot(tag, "linux/amd64", image);
            assertBoot(tag, "linux/arm64", arm);
            assertThatThrownBy(() -> resolve(
                            registry.reference(tag), SampleAccess.plain().withPlatform("linux/s390x")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage(registry.reference(tag) + " has no image for linux/s390x; it has linux/amd64,"
                            + " linux/arm64: choose with --platform");
        }
    }

    private Descriptor configured(SampleImage nydus, String architecture) {
        Descriptor config = registry.addBlob(
                "application/vnd.oci.image.config.v1+json",
                json("{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"));
        return registry.addBlob(
                MediaTypes.OCI_MANIFEST,
                SampleImage.with(nydus.addLayersTo(registry, "6"), "\"config\":" + descriptor(config, "")));
    }

    @Test
    void missingPlatformListsTheOthers() {
        tagIndex("multi", ARTIFACT);

        assertThatThrownBy(() -> resolve(
                        registry.reference("multi"), SampleAccess.plain().withPlatform("linux/s390x")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(registry.reference("multi")
                        + " has no image for linux/s390x; it has linux/amd64, linux/arm64: choose with --platform");
    }

    @Test
    void indexWithoutANydusImageSaysSo() {
        registry.addManifest("oci", MediaTypes.OCI_INDEX, index(plain()));

        assertThatThrownBy(() -> resolve(registry.reference("oci"), SampleAccess.plain()))
                .isInstanceOf(NotNydusException.class)
                .hasMessageStartingWith(
                        registry.reference("oci") + " has only a plain OCI image for linux/amd64, no Nydus image; no")
                .hasMessageEndingWith("; convert it with nydusify, or scan it as an OCI image");
    }

    @Test
    void plainImageSaysSo() {
        registry.addManifest("oci", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());

        assertThatThrownBy(() -> resolve(registry.reference("oci"), SampleAccess.plain()))
                .isInstanceOf(NotNydusException.class)
                .hasMessageStartingWith(registry.reference("oci")
                        + " is a plain OCI image, not a Nydus image: no layer has the annotation"
                        + " containerd.io/snapshot/nydus-bootstrap; no")
                .hasMessageEndingWith("; convert it with nydusify, or scan it as an OCI image");
    }

    @Test
    void otherFormatVersionsAreNamed() {
        registry.addManifest("v7", MediaTypes.OCI_MANIFEST, image.addLayersTo(registry, "7"));

        assertThatThrownBy(() -> resolve(registry.reference("v7"), SampleAccess.plain()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(registry.reference("v7") + " is a Nydus image with fs-version \"7\"; versions 5 and 6 can"
                        + " be read: convert it again with nydusify --fs-version 6");
    }

    @Test
    void manifestMayStateTheFormatVersionForItsLayer() {
        Descriptor layer = registry.addBlob(SampleImage.LAYER, SampleImage.gzip(image.tar()));
        byte[] manifest = manifest(layer(layer, "\"containerd.io/snapshot/nydus-bootstrap\":\"true\""));
        registry.addManifest(
                "v7",
                MediaTypes.OCI_MANIFEST,
                SampleImage.with(manifest, "\"annotations\":{\"containerd.io/snapshot/nydus-fs-version\":\"7\"}"));

        assertThatThrownBy(() -> resolve(registry.reference("v7"), SampleAccess.plain()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("is a Nydus image with fs-version \"7\"");
    }

    @Test
    void missingFormatVersionIsTheOldOne() throws IOException {
        Descriptor layer = registry.addBlob(SampleImage.LAYER, SampleImage.gzip(image.tar()));
        registry.addManifest(
                "v5",
                MediaTypes.OCI_MANIFEST,
                manifest(layer(layer, "\"containerd.io/snapshot/nydus-bootstrap\":\"true\"")));

        assertBoot("v5", "linux/amd64", image);
    }

    @Test
    void encryptedBootstrapIsUnsupported() {
        Descriptor layer = registry.addBlob(SampleImage.LAYER + "+encrypted", new byte[] {1, 2, 3});
        registry.addManifest(
                "enc", MediaTypes.OCI_MANIFEST, manifest(layer(layer, SampleImage.bootstrapAnnotations("6"))));

        assertThatThrownBy(() -> resolve(registry.reference("enc"), SampleAccess.plain()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(registry.reference("enc")
                        + " is a Nydus image whose bootstrap layer is encrypted (its media type ends in +encrypted), "
                        + "so not even names can be read: decrypt it first, for example with skopeo copy "
                        + "--decryption-key");
    }

    @Test
    void missingTagAndRepositoryAreNotFound() {
        assertThatThrownBy(() -> resolve(registry.reference("none"), SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("GET http://" + registry.host() + "/v2/team/app/manifests/none: 404 MANIFEST_UNKNOWN:"
                        + " manifest unknown; check the repository name and the tag");
        assertThatThrownBy(() -> resolve(registry.host() + "/other:1", SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("404 NAME_UNKNOWN: repository name not known to registry");
    }

    @Test
    void manifestsThatMakeNoSenseAreCorrupt() {
        assertCorrupt("{\"layers\":[],\"manifests\":[]}", "it has both layers and manifests");
        assertCorrupt("{\"config\":{},\"manifests\":[]}", "it has both a config and manifests");
        assertCorrupt(
                "{\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"layers\":[]}",
                "it has no manifests, but the media type of an index");
        assertCorrupt(
                "{\"mediaType\":\"" + MediaTypes.DOCKER_MANIFEST + "\",\"manifests\":[]}",
                "it has manifests, but the media type of an image");
        assertCorrupt("{\"layers\":[],\"layers\":[]}", "the name \"layers\" occurs twice, at /layers");
        assertCorrupt("{\"layers\":{}}", "\"layers\" is not an array");
        assertCorrupt("{}", "it has no layers");
    }

    private void assertCorrupt(String manifest, String fault) {
        registry.addManifest("bad", MediaTypes.OCI_MANIFEST, json(manifest));
        assertThatThrownBy(() -> resolve(registry.reference("bad"), SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("the manifest of " + registry.reference("bad") + " is corrupt: " + fault);
    }

    @Test
    void manifestWithAnotherDigestIsCorrupt() throws IOException {
        byte[] forged = SampleImage.plainManifest();
        Intercept forger = new Intercept(exchange ->
                Intercept.respond(exchange, 200, forged, "Docker-Content-Digest: sha256:" + "1".repeat(64)));
        try (LayoutRegistry forging = LayoutRegistry.start("app", forger)) {
            String actual = Sha256.of(forged).toString();
            String asked = "sha256:" + "0".repeat(64);
            assertThatThrownBy(() -> resolve(forging.host() + "/app@" + asked, SampleAccess.plain()))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessage("corrupt manifest of " + forging.host() + "/app@" + asked + ": it has the digest "
                            + actual + ", but " + asked + " was requested");
            assertThatThrownBy(() -> resolve(forging.reference("x"), SampleAccess.plain()))
                    .hasMessageEndingWith("but sha256:" + "1".repeat(64) + " is stated by the registry");
        }
    }

    @Test
    void endlessManifestIsCutShort() throws IOException {
        Intercept filter = new Intercept(exchange -> Intercept.respond(exchange, 200, new byte[(4 << 20) + 1]));
        try (LayoutRegistry endless = LayoutRegistry.start("app", filter)) {
            assertThatThrownBy(() -> resolve(endless.reference("x"), SampleAccess.plain()))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessage("the manifest of " + endless.reference("x") + " is larger than 4194304 bytes");
        }
    }
}
