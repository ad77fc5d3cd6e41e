package dev.nydusview.image.oci;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.index;
import static dev.nydusview.image.sample.SampleImage.json;
import static dev.nydusview.image.sample.SampleImage.manifest;
import static dev.nydusview.image.sample.SampleImage.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.ref.InvalidReferenceException;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plain OCI images, and the configurations of Nydus images, from a registry over HTTP. */
final class OciImageTest {
    private static final ImageLibrary LIBRARY = ImageLibrary.open(LibrarySettings.UNCACHED);
    private static final String AMD64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String DIFF_ID = "sha256:" + "cd".repeat(32);
    private static final byte[] LAYER = {1, 2, 3, 4, 5};

    private final AtomicBoolean breaking = new AtomicBoolean();
    private LayoutRegistry registry;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        Intercept once =
                new Intercept(exchange -> exchange.getRequestURI().getPath().contains("/blobs/")
                        && breaking.getAndSet(false)
                        && Intercept.breakOff(exchange, 200, LAYER.length, Arrays.copyOf(LAYER, 2)));
        registry = LayoutRegistry.start("team/app", once);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private byte[] plain(String configuration, byte[] layer) {
        Descriptor config = registry.addBlob(CONFIG, json(configuration));
        String layers = descriptor(registry.addBlob(SampleImage.LAYER, layer), "");
        return with(manifest(layers), "\"config\":" + descriptor(config, ""));
    }

    private static String rootfs(String diffIds) {
        return "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}";
    }

    private Descriptor addPlain(String tag) {
        return registry.addManifest(tag, MediaTypes.OCI_MANIFEST, plain(rootfs("\"" + DIFF_ID + "\""), LAYER));
    }

    private OciImage open(String tag) throws IOException {
        return LIBRARY.openPlain(registry.reference(tag), SampleAccess.plain().withPlatform("linux/amd64"));
    }

    @Test
    void layersComeWithTheDigestsOfWhatTheyUnpackTo() throws IOException {
        Descriptor manifest = addPlain("oci");
        try (OciImage image = open("oci")) {
            assertThat(image.name()).isEqualTo(registry.reference("oci") + "@" + manifest.digest());
            assertThat(image.digest()).isEqualTo(manifest.digest());
            assertThat(image.configuration()).isEqualTo(json(rootfs("\"" + DIFF_ID + "\"")));
            assertThat(image.layers()).hasSize(1);
            OciLayer layer = image.layers().get(0);
            assertThat(layer.diffId()).hasToString(DIFF_ID);
            assertThat(layer.mediaType()).isEqualTo(SampleImage.LAYER);
            assertThat(layer.size()).isEqualTo(5);
            long before = image.bytesFetched();
            assertThat(image.<byte[]>read(layer, InputStream::readAllBytes)).isEqualTo(LAYER);
            assertThat(image.bytesFetched()).isEqualTo(before + 5);
        }
    }

    @Test
    void layerIsReadAnewWhenTheConnectionBreaks() throws IOException {
        addPlain("oci");
        try (OciImage image = open("oci")) {
            breaking.set(true);
            assertThat(image.<byte[]>read(image.layers().get(0), InputStream::readAllBytes))
                    .isEqualTo(LAYER);
            assertThat(breaking).isFalse();
        }
    }

    @Test
    void layerWithOtherBytesIsRefusedEvenIfTheReaderStopsBeforeItsEnd() throws IOException {
        Descriptor config = registry.addBlob(CONFIG, json(rootfs("\"" + DIFF_ID + "\"")));
        Path layout = layout(config.digest().toString(), json(rootfs("\"" + DIFF_ID + "\"")));
        try (OciImage image = LIBRARY.openPlain("oci:" + layout, SampleAccess.plain())) {
            OciLayer layer = image.layers().get(0);
            Files.write(layout.resolve("blobs/sha256/" + layer.stored().hex()), new byte[] {1, 2, 3, 4, 6});
            assertThatThrownBy(() -> image.read(layer, InputStream::read))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageStartingWith("corrupt layer: " + layer.digest() + " has the digest sha256:");
        }
    }

    /** A layout with the plain image. */
    private Path layout(String configDigest, byte[] configuration) throws IOException {
        Path blobs = Files.createDirectories(directory.resolve("layout/blobs/sha256"));
        byte[] manifest = plain(new String(configuration, StandardCharsets.UTF_8), LAYER);
        Descriptor layer = registry.addBlob(SampleImage.LAYER, LAYER);
        Descriptor stored = registry.addBlob(MediaTypes.OCI_MANIFEST, manifest);
        Files.write(blobs.resolve(configDigest.substring(7)), configuration);
        Files.write(blobs.resolve(layer.hex()), LAYER);
        Files.write(blobs.resolve(stored.hex()), manifest);
        Files.write(directory.resolve("layout/index.json"), index(descriptor(stored, "")));
        return directory.resolve("layout");
    }

    @Test
    void indexLeadsToThePlainImageWhereverTheNydusImageStands() throws IOException {
        byte[] nydus = new SampleImage(1).addLayersTo(registry, "6");
        String marked = descriptor(
                registry.addBlob(MediaTypes.OCI_MANIFEST, nydus),
                AMD64 + ",\"artifactType\":\"" + SampleImage.NYDUS_ARTIFACT + "\"");
        String unmarked = descriptor(registry.addBlob(MediaTypes.OCI_MANIFEST, nydus), AMD64);
        Descriptor plain = addPlain("oci");
        registry.addManifest("merged", MediaTypes.OCI_INDEX, index(unmarked, marked, descriptor(plain, AMD64)));
        try (OciImage image = open("merged")) {
            assertThat(image.digest()).isEqualTo(plain.digest());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, 386 amd64, 1",
        "linux/amd64, amd64/v2 amd64 386, 1",
        "linux/amd64/v3, 386 amd64 amd64/v2 amd64/v3 amd64/v4, 3",
        "linux/amd64/v2, amd64/v3 AMD64/V1 386, 1",
        "linux/arm64, arm/v7 aarch64/v8 arm64/v8.1, 1",
        "linux/arm64, arm/v7 arm/v8, 1",
        "linux/arm/v7, arm/v5 arm/v6 armel, 1",
        "linux/amd64, x86_64 amd64, 0",
        // Without a system it is one of Linux, and without an architecture none at all.
        "linux/amd64, -amd64 amd64, 0",
        "linux/amd64, linux- amd64, 1",
    })
    void indexLeadsToTheFirstOfTheBestPlatform(String wanted, String stated, int chosen) throws IOException {
        List<String> digests = new ArrayList<>();
        List<String> descriptors = new ArrayList<>();
        for (String platform : stated.split(" ", -1)) {
            byte[] manifest = with(
                    plain(rootfs("\"" + DIFF_ID + "\""), LAYER), "\"annotations\":{\"n\":\"" + digests.size() + "\"}");
            Descriptor stored = registry.addBlob(MediaTypes.OCI_MANIFEST, manifest);
            digests.add(stored.digest().toString());
            descriptors.add(descriptor(stored, "\"platform\":" + platform(platform)));
        }
        registry.addManifest("many", MediaTypes.OCI_INDEX, index(descriptors.toArray(String[]::new)));
        try (OciImage image = LIBRARY.openPlain(
                registry.reference("many"), SampleAccess.plain().withPlatform(wanted))) {
            assertThat(digests.indexOf(image.digest().toString())).isEqualTo(chosen);
        }
    }

    private static String platform(String text) {
        if (text.equals("linux-")) {
            return "{\"os\":\"linux\"}";
        }
        String[] parts = text.replace("-amd", "amd").split("/", -1);
        return "{" + (text.startsWith("-") ? "" : "\"os\":\"Linux\",") + "\"architecture\":\"" + parts[0] + "\""
                + (parts.length > 1 ? ",\"variant\":\"" + parts[1] + "\"" : "") + "}";
    }

    @Test
    void nydusImageIsNoPlainOne() {
        byte[] nydus = new SampleImage(1).addLayersTo(registry, "99");
        Descriptor manifest = registry.addManifest("nydus", MediaTypes.OCI_MANIFEST, nydus);
        registry.addManifest("index", MediaTypes.OCI_INDEX, index(descriptor(manifest, AMD64)));
        assertThatThrownBy(() -> open("nydus"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(registry.reference("nydus") + " is a Nydus image, not a plain OCI image");
        assertThatThrownBy(() -> open("index"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(
                        registry.reference("index") + " has only a Nydus image for linux/amd64, no plain OCI image");
    }

    @Test
    void bareBootstrapHasNoImage() {
        assertThatThrownBy(() -> LIBRARY.openPlain("bootstrap:x", SampleAccess.plain()))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessageStartingWith("bootstrap:x is a bare bootstrap");
    }

    @Test
    void configurationThatDoesNotFitIsRefused() {
        registry.addManifest("few", MediaTypes.OCI_MANIFEST, plain(rootfs(""), LAYER));
        registry.addManifest("bad", MediaTypes.OCI_MANIFEST, plain(rootfs("\"md5:1\""), LAYER));
        registry.addManifest("none", MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
        assertCorrupt("few", "its manifest has 1 layers, but its configuration has the diff_ids of 0");
        assertCorrupt("bad", "a diff_id in its configuration is not a sha256 digest");
        assertCorrupt("none", "its manifest has no valid descriptor of a configuration");
    }

    private void assertCorrupt(String tag, String fault) {
        assertThatThrownBy(() -> open(tag))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("corrupt OCI image " + registry.reference(tag) + "@sha256:")
                .hasMessageEndingWith(": " + fault);
    }
}
