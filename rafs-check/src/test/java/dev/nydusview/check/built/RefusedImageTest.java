package dev.nydusview.check.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.built.SampleTrees;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V5Shape;
import dev.nydusview.testdata.builder.V6Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that are not served are refused with the reason; their tree is served if it can be read. */
class RefusedImageTest {
    @Test
    void fsVersionSeven() {
        BuiltImage image = ImageBuilder.v6().shape(V6Shape.FS_VERSION_7).build(SampleTrees.everyKind());
        assertThatThrownBy(() -> BuiltReader.of(image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("this is an EROFS image but not RAFS v6 (compatible features 0x3): plain EROFS and Nydus"
                        + " fs-version 7 are not supported");
    }

    @Test
    void versionFour() {
        BuiltImage image = ImageBuilder.v5().shape(V5Shape.VERSION_4).build(SampleTrees.everyKind());
        assertThatThrownBy(() -> BuiltReader.of(image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("RAFS v4 images are not supported: convert the image to v5 or v6");
    }

    @Test
    void inodesOfBeforeTheFirstStableVersion() {
        BuiltImage image = ImageBuilder.v5().shape(V5Shape.OLD_INODES).build(SampleTrees.everyKind());
        assertThatThrownBy(() -> BuiltReader.of(image).listing())
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("have an older layout");
    }

    @Test
    void dataEncryptedByAes256() throws IOException {
        assertOnlyDataIsRefused(V6Shape.AES_256_XTS, "blob %s is encrypted by AES_256_XTS, which is not supported");
    }

    @Test
    void dataOutsideOfTheImage() throws IOException {
        String message =
                "the data of blob %s is external: it lies outside of the image's blobs, which is not supported";
        assertOnlyDataIsRefused(V6Shape.EXTERNAL_BLOBS, message);
        assertOnlyDataIsRefused(
                ImageBuilder.v5().shape(V5Shape.EXTERNAL_BLOBS).build(SampleTrees.everyKind()), message);
    }

    @Test
    void checkSaysThatDataIsOutsideOfTheImage() throws IOException {
        for (BuiltImage image : List.of(
                ImageBuilder.v5().shape(V5Shape.EXTERNAL_BLOBS).build(SampleTrees.everyKind()),
                ImageBuilder.v6().shape(V6Shape.EXTERNAL_BLOBS).build(SampleTrees.everyKind()))) {
            assertThat(ChunkIndexes.check(BuiltReader.of(image)).listed())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.UNSUPPORTED);
                        assertThat(finding.message()).contains("is external");
                    });
        }
    }

    private static void assertOnlyDataIsRefused(V6Shape shape, String message) throws IOException {
        assertOnlyDataIsRefused(ImageBuilder.v6().shape(shape).build(SampleTrees.everyKind()), message);
    }

    private static void assertOnlyDataIsRefused(BuiltImage image, String message) throws IOException {
        BuiltReader reader = BuiltReader.of(image);
        assertThat(reader.names("/dir")).containsExactly("empty", "linked", "nothing", "one", "owned");
        assertThat(reader.inode("/chunks").size()).isEqualTo(40_961);
        assertThat(reader.content("/dir/nothing")).isEmpty();
        String blobId = image.blobs().keySet().iterator().next();
        assertThatThrownBy(() -> reader.content("/chunks"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(message.formatted(blobId));
    }

    @Test
    void sharedXattrs() throws IOException {
        SourceTree tree = new SourceTree()
                .file("/with", SampleTrees.text(10), Attributes.FILE.xattr("user.a", "b"))
                .file("/without", SampleTrees.text(20));
        BuiltReader reader =
                BuiltReader.of(ImageBuilder.v6().shape(V6Shape.SHARED_XATTRS).build(tree));
        Inode with = reader.inode("/with");
        assertThatThrownBy(() -> reader.tree().xattrs(with))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("shared xattrs are not supported (xattrs at offset 0x");
        assertThat(reader.tree().xattrs(reader.inode("/without"))).isEmpty();
        assertThat(reader.content("/with")).isEqualTo(SampleTrees.text(10));
    }
}
