package dev.nydusview.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers of a manifest, compared with the blob table of a bootstrap over two gzip layers. */
class ExplainedLayersTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);
    private static final String OTHER = "3".repeat(64);

    private static List<BlobInfo> blobs() throws IOException {
        byte[] bootstrap = Files.readAllBytes(GoldenImage.of("v6-zran").bootstrap());
        BlobInfo blob = RafsImage.open(ByteBuffer.wrap(bootstrap)).blobs().get(0);
        return List.of(blob.withId(ONE), blob.withId(TWO));
    }

    private static NydusManifest manifest(String... layers) throws IOException {
        List<Descriptor> all = new ArrayList<>();
        for (String layer : layers) {
            all.add(Descriptor.of(SampleImage.LAYER, new Sha256(layer), 10));
        }
        all.add(new Descriptor(
                SampleImage.LAYER,
                new Sha256("b".repeat(64)),
                10,
                Map.of(NydusManifest.BOOTSTRAP, "true"),
                null,
                null,
                List.of()));
        NydusManifest found =
                NydusManifest.find(new Manifest(new Sha256("a".repeat(64)), 2, all, null, null, null, Map.of()), "x");
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void allOfThemOrNone() {
        assertThatCode(() -> manifest(ONE, TWO).requireExplained(blobs(), "x")).doesNotThrowAnyException();
        assertThatCode(() -> manifest().requireExplained(blobs(), "x")).doesNotThrowAnyException();
    }

    @Test
    void oneThatIsMissing() {
        assertThatThrownBy(() -> manifest(ONE).requireExplained(blobs(), "x"))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(
                        "the manifest of x mixes a Nydus image with other layers: the bootstrap has files in"
                                + " sha256:" + TWO + ", which is not one of its layers");
    }

    @Test
    void oneMore() {
        assertThatThrownBy(() -> manifest(ONE, TWO, OTHER).requireExplained(blobs(), "x"))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("layer sha256:" + OTHER + " is not a Nydus blob that the bootstrap names");
    }
}
