package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.index;
import static dev.nydusview.image.sample.SampleImage.json;
import static dev.nydusview.image.sample.SampleImage.with;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.MissingPlatformException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.ref.SourceUri;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Choice among the plain and Nydus images of an index, and platforms of single images. */
final class PlatformChoiceTest {
    private static final String AMD64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    private static final String ARM64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}";
    private static final String ARTIFACT = ",\"artifactType\":\"" + SampleImage.NYDUS_ARTIFACT + "\"";

    private final SampleImage image = new SampleImage(1);
    private final Intercept requests = Intercept.recording();
    private LayoutRegistry registry;
    private Descriptor nydus;
    private Descriptor plain;

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("app", requests);
        nydus = registry.addBlob(MediaTypes.OCI_MANIFEST, image.addLayersTo(registry, "6"));
        plain = plain(1);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Descriptor plain(int number, String... more) {
        byte[] manifest = with(SampleImage.plainManifest(), "\"annotations\":{\"number\":\"" + number + "\"}");
        for (String members : more) {
            manifest = with(manifest, members);
        }
        return registry.addBlob(MediaTypes.OCI_MANIFEST, manifest);
    }

    private String config(String members) {
        Descriptor config = registry.addBlob("application/vnd.oci.image.config.v1+json", json("{" + members + "}"));
        return "\"config\":" + descriptor(config, "");
    }

    private static String of(String architecture) {
        return "\"os\":\"linux\",\"architecture\":\"" + architecture + "\"";
    }

    private String tag(String... descriptors) {
        registry.addManifest("index", MediaTypes.OCI_INDEX, index(descriptors));
        return registry.reference("index");
    }

    private String nested(String... descriptors) {
        Descriptor nested = registry.addBlob(MediaTypes.OCI_INDEX, index(descriptors));
        return descriptor(nested, "");
    }

    private String plainDigest(String source, Access access) throws IOException {
        ResolvedPlainImage resolved = Outcome.resolver(access, null).resolvePlain(SourceUri.parse(source));
        resolved.connection().close();
        return resolved.manifest().digest().toString();
    }

    private void assertPlain(String source) throws IOException {
        assertThat(plainDigest(source, SampleAccess.plain()))
                .isEqualTo(plain.digest().toString());
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain().withTwins(TwinPolicy.NEVER)))
                .isInstanceOf(NotNydusException.class)
                .hasMessageStartingWith(source + " has a plain OCI image for linux/amd64");
    }

    @Test
    void nydusImageBesideAPlainOneStandsInForIt() throws IOException {
        String[][] orders = {
            {descriptor(plain, AMD64), descriptor(nydus, AMD64 + ARTIFACT)},
            {descriptor(nydus, AMD64 + ARTIFACT), descriptor(plain, AMD64)},
            {descriptor(nydus, AMD64), descriptor(plain, AMD64), descriptor(plain(2), AMD64)},
            {descriptor(nydus, ""), descriptor(plain, AMD64)},
        };
        for (String[] order : orders) {
            String source = tag(order);
            assertPlain(source);
            try (ResolvedImage resolved = resolve(source, SampleAccess.plain())) {
                assertThat(resolved.name()).isEqualTo(source + "@" + nydus.digest());
                assertThat(resolved.manifest().replaced())
                        .isEqualTo(new ReplacedImage(plain.digest().toString(), ReplacedImage.Relation.INDEX));
            }
        }
    }

    @Test
    void nydusImageThatIsAloneForThePlatformIsTheOneThatIsMeant() throws IOException {
        String source = tag(descriptor(nydus, AMD64 + ARTIFACT), descriptor(plain, ARM64));
        try (ResolvedImage resolved = resolve(source, SampleAccess.plain().withTwins(TwinPolicy.NEVER))) {
            assertThat(resolved.name()).endsWith(nydus.digest().toString());
            assertThat(resolved.manifest().replaced()).isNull();
        }
        assertThatThrownBy(() -> plainDigest(source, SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(source + " has only a Nydus image for linux/amd64, no plain OCI image");
    }

    @Test
    void plainImageCannotHideBehindManyNydusImages() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            byte[] manifest = with(image.addLayersTo(registry, "6"), "\"annotations\":{\"number\":\"" + i + "\"}");
            many.add(descriptor(registry.addBlob(MediaTypes.OCI_MANIFEST, manifest), AMD64));
        }
        many.add(descriptor(plain, AMD64));

        String source = tag(many.toArray(String[]::new));
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain().withTwins(TwinPolicy.NEVER)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(source
                        + " has 17 images for linux/amd64, more than are examined: name the image by its digest");
    }

    @Test
    void indexesInIndexesAreFollowedToADepthOfFour() throws IOException {
        String deep = nested(descriptor(plain(3), ARM64), descriptor(plain, AMD64));
        for (int depth = 1; depth < 4; depth++) {
            deep = nested(descriptor(plain(3), ARM64), deep);
        }
        String four = tag(deep);
        assertPlain(four);

        String nydusBelow = nested(nested(descriptor(nydus, AMD64)));
        try (ResolvedImage resolved =
                resolve(tag(nydusBelow), SampleAccess.plain().withTwins(TwinPolicy.NEVER))) {
            assertThat(resolved.name()).endsWith(nydus.digest().toString());
        }
        String five = tag(nested(deep));
        for (TwinPolicy twins : List.of(TwinPolicy.NEVER, TwinPolicy.ANY, TwinPolicy.DOCKER)) {
            assertThatThrownBy(() -> resolve(five, SampleAccess.plain().withTwins(twins)))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("the index of " + five + " has more than 4 nested indexes, at sha256:");
        }
    }

    @Test
    void indexesOfOtherPlatformsAreNotEntered() throws IOException {
        Descriptor other = registry.addBlob(MediaTypes.OCI_INDEX, index(descriptor(plain(2), "")));
        String source = tag(descriptor(other, ARM64), nested(descriptor(plain, AMD64)));

        assertPlain(source);
        assertThat(requests.seen())
                .noneMatch(request -> request.uri().endsWith(other.digest().toString()));
    }

    @Test
    void tooManyIndexesAreRefused() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            many.add(nested(descriptor(plain(i), ARM64)));
        }
        String source = tag(many.toArray(String[]::new));
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("contains more indexes than are read (16, ");
    }

    @Test
    void indexesAndManifestsMustBeWhatTheyAreCalled() {
        Descriptor deep = registry.addBlob(MediaTypes.OCI_INDEX, index(descriptor(plain, AMD64)));
        String called = descriptor(deep, AMD64).replace(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST);
        String source = tag(called);
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("the index of " + source + " points to another index at " + deep.digest()
                        + ", which it declares to be an image");
        tag(descriptor(plain, "").replace(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_INDEX));
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("the index of " + source + " points to a manifest at " + plain.digest()
                        + ", which it declares to be an index");
    }

    @Test
    void platformOfASingleImageIsThatOfItsConfiguration() throws IOException {
        byte[] bare = image.addLayersTo(registry, "6");
        String source = registry.reference("single");
        registry.addManifest("single", MediaTypes.OCI_MANIFEST, with(bare, config(of("arm64"))));
        for (TwinPolicy twins : List.of(TwinPolicy.NEVER, TwinPolicy.ANY, TwinPolicy.DOCKER)) {
            assertThatThrownBy(() -> resolve(source, SampleAccess.plain().withTwins(twins)))
                    .isInstanceOf(MissingPlatformException.class)
                    .hasMessage(source + " is an image for linux/arm64, not for linux/amd64: choose it with --platform"
                            + " linux/arm64");
        }
        resolve(source, SampleAccess.plain().withPlatform("linux/arm64")).close();
        registry.addManifest("single", MediaTypes.OCI_MANIFEST, with(bare, config("\"created\":\"now\"")));
        resolve(source, SampleAccess.plain()).close();
        registry.addManifest("single", MediaTypes.OCI_MANIFEST, bare);
        resolve(source, SampleAccess.plain()).close();

        Descriptor arm = plain(4, config(of("arm64")));
        String byDigest = registry.host() + "/app@" + arm.digest();
        assertThatThrownBy(() -> plainDigest(byDigest, SampleAccess.plain()))
                .isInstanceOf(MissingPlatformException.class);
        assertThat(plainDigest(byDigest, SampleAccess.plain().withPlatform("linux/arm64")))
                .isEqualTo(arm.digest().toString());
    }

    @Test
    void statedPlatformsComeBeforeOthersAndBetterOnesFirst() throws IOException {
        String variant = AMD64.replace("}", ",\"variant\":\"v1\"}");
        assertPlain(tag(descriptor(plain(2), ""), descriptor(plain, AMD64)));
        assertPlain(tag(nested(descriptor(plain(2), AMD64)), descriptor(plain, AMD64)));
        String source = tag(descriptor(plain(2), ""), descriptor(plain, variant));
        assertThat(plainDigest(source, SampleAccess.plain()))
                .isEqualTo(plain.digest().toString());
    }

    /** Some versions of docker skip images that require features, and others do not know of features. */
    @Test
    void dockerMayPassOverWhatAsksForFeatures() throws IOException {
        String featured = AMD64.replace("}", ",\"os.features\":[\"any\"]}");
        String direct = tag(descriptor(plain, featured), descriptor(plain(2), AMD64));
        assertPlain(direct);
        assertThatThrownBy(() -> plainDigest(direct, SampleAccess.plain().withTwins(TwinPolicy.DOCKER)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("docker may run another image of " + direct + " than " + plain.digest()
                        + ", for which the index requires features of the operating system");
        Descriptor nested = registry.addBlob(MediaTypes.OCI_INDEX, index(descriptor(plain, AMD64)));
        String below = tag(descriptor(nested, featured), descriptor(plain(2), AMD64));
        assertPlain(below);
        assertThatThrownBy(() -> plainDigest(below, SampleAccess.plain().withTwins(TwinPolicy.DOCKER)))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(plainDigest(
                        tag(descriptor(plain, AMD64)), SampleAccess.plain().withTwins(TwinPolicy.DOCKER)))
                .isEqualTo(plain.digest().toString());
    }

    /** Docker takes the first image without a platform, whatever its configuration states. */
    @Test
    void dockerMayTakeWhatIsPassedOver() throws IOException {
        Descriptor arm = plain(5, config(of("arm64")));
        String source = tag(descriptor(arm, ""), descriptor(plain, ""));
        assertPlain(source);
        assertThatThrownBy(() -> plainDigest(source, SampleAccess.plain().withTwins(TwinPolicy.DOCKER)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("docker may run " + arm.digest() + " of " + source
                        + " as it is, and not as a Nydus image: it is an image for another platform, which the index "
                        + "does not state");
    }
}
