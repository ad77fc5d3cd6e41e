package dev.nydusview.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests manifests with further layers that hold, or do not hold, data of the bootstrap. */
class MixedManifestTest {
    private static final ImageLibrary LIBRARY = ImageLibrary.open(LibrarySettings.UNCACHED);

    private static final String MARK = "\"annotations\":{\"containerd.io/snapshot/nydus-blob\":\"true\"}";

    private LayoutRegistry registry;
    private String plain;

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("app");
        plain = layer(SampleImage.LAYER, new byte[] {1, 2, 3}, "");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private String layer(String mediaType, byte[] content, String more) {
        return SampleImage.descriptor(registry.addBlob(mediaType, content), more);
    }

    private static List<Path> blobs(GoldenImage image) throws IOException {
        try (Stream<Path> blobs = Files.list(image.blobs())) {
            return blobs.sorted().toList();
        }
    }

    /** A bootstrap over a gzip layer, in the blob with that layer's chunk index, which comes last. */
    private List<String> zran(String... before) throws IOException {
        GoldenImage image = GoldenImage.of("v6-zran-inline");
        List<String> layers = new ArrayList<>(List.of(before));
        for (Path blob : blobs(image)) {
            if (!blob.equals(image.bootstrap())) {
                layers.add(layer(SampleImage.LAYER, Files.readAllBytes(blob), ""));
            }
        }
        layers.add(layer(SampleImage.BLOB, Files.readAllBytes(image.bootstrap()), MARK));
        return layers;
    }

    /** Makes an image whose blobs have the media type and the marks in {@code mediaType} and {@code more}. */
    private List<String> ordinary(String mediaType, String more, String... before) throws IOException {
        GoldenImage image = GoldenImage.of("v6-none-sha256");
        List<String> layers = new ArrayList<>(List.of(before));
        for (Path blob : blobs(image)) {
            layers.add(layer(mediaType, Files.readAllBytes(blob), more));
        }
        byte[] tar = SampleImage.tar(Map.of("image/image.boot", Files.readAllBytes(image.bootstrap())));
        Descriptor bootstrap = registry.addBlob(SampleImage.LAYER, SampleImage.gzip(tar));
        layers.add(SampleImage.layer(bootstrap, SampleImage.bootstrapAnnotations("6")));
        return layers;
    }

    private NydusImage open(List<String> layers) throws IOException {
        byte[] manifest = SampleImage.manifest(layers.toArray(String[]::new));
        registry.addManifest("image", MediaTypes.OCI_MANIFEST, manifest);
        return LIBRARY.open(registry.reference("image"), SampleAccess.plain());
    }

    private void assertOpens(List<String> layers) throws IOException {
        try (NydusImage image = open(layers)) {
            assertThat(image.rafs().blobs()).isNotEmpty();
        }
    }

    private void assertRefused(List<String> layers, String fault) {
        assertThatThrownBy(() -> open(layers))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("the manifest of " + registry.reference("image") + "@sha256:")
                .hasMessageContaining(" mixes a Nydus image with other layers: " + fault);
    }

    private static String digest(String descriptor) {
        return descriptor.replaceFirst(".*(sha256:[0-9a-f]{64}).*", "$1");
    }

    @Test
    void layersThatTheBootstrapExplains() throws IOException {
        assertOpens(ordinary(SampleImage.BLOB, MARK));
        assertOpens(ordinary(SampleImage.BLOB, ""));
        assertOpens(ordinary(SampleImage.LAYER, MARK));
        assertOpens(zran());
    }

    @Test
    void layersThatItDoesNotExplain() throws IOException {
        String fault = "layer " + digest(plain) + " is not a Nydus blob that the bootstrap names";
        assertRefused(ordinary(SampleImage.BLOB, MARK, plain), fault);
        assertRefused(zran(plain), fault);
        String marked = layer(SampleImage.LAYER, new byte[] {1, 2, 3}, MARK);
        assertRefused(ordinary(SampleImage.BLOB, MARK, marked), fault);
        assertRefused(List.of(plain, ordinary(SampleImage.BLOB, MARK).get(1)), fault);
    }

    @Test
    void blobsOfAnOrdinaryImageNeedTheirMarks() throws IOException {
        List<String> layers = ordinary(SampleImage.LAYER, "");

        assertRefused(layers, "layer " + digest(layers.get(0)) + " is not a Nydus blob that the bootstrap names");
    }

    @Test
    void twoBootstrapsAreNotOneImage() throws IOException {
        List<String> layers = ordinary(SampleImage.BLOB, MARK);
        String second = SampleImage.layer(
                registry.addBlob(SampleImage.LAYER, new byte[] {4, 5}), SampleImage.bootstrapAnnotations("6"));
        layers.add(0, second);

        assertRefused(layers, "layer " + digest(second) + " is not a Nydus blob that the bootstrap names");
    }
}
