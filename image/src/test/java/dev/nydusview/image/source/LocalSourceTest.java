package dev.nydusview.image.source;

import static dev.nydusview.image.source.Outcome.bytes;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.Sha256;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalSourceTest {
    private final SampleImage image = new SampleImage(1);

    @TempDir
    Path directory;

    private Descriptor put(String mediaType, byte[] content) throws IOException {
        Sha256 digest = Sha256.of(content);
        Path file = directory.resolve("blobs/sha256").resolve(digest.hex());
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return Descriptor.of(mediaType, digest, content.length);
    }

    private static String named(Descriptor manifest, String tag) {
        return SampleImage.descriptor(
                manifest, "\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}");
    }

    private Descriptor putImage() throws IOException {
        Descriptor blob = put(SampleImage.BLOB, image.blob());
        Descriptor boot = put(SampleImage.LAYER, SampleImage.gzip(image.tar()));
        return put(
                MediaTypes.OCI_MANIFEST,
                SampleImage.manifest(
                        SampleImage.layer(blob, ""), SampleImage.layer(boot, SampleImage.bootstrapAnnotations("6"))));
    }

    private void writeIndex(String... manifests) throws IOException {
        Files.write(directory.resolve("index.json"), SampleImage.index(manifests));
    }

    @Test
    void layoutWithOneImageNeedsNoTag() throws IOException {
        Descriptor manifest = putImage();
        writeIndex(named(manifest, "v6"));
        for (String source : new String[] {"oci:" + directory, "oci:" + directory + ":v6"}) {
            try (ResolvedImage resolved = resolve(source, SampleAccess.plain())) {
                assertThat(resolved.name()).isEqualTo(source + "@" + manifest.digest());
                assertThat(bytes(resolved.bootstrap())).isEqualTo(image.boot());
                assertThat(bytes(resolved.blobs().read(image.blobId(), 100, 50)))
                        .isEqualTo(Arrays.copyOfRange(image.blob(), 100, 150));
                assertThat(resolved.blobs().length(image.blobId())).isEqualTo(100_000);
                assertThat(resolved.meter().blobBytes()).isEqualTo(50);
            }
        }
    }

    @Test
    void layoutHasTheTwinOfAPlainImage() throws IOException {
        Descriptor plain = put(MediaTypes.OCI_MANIFEST, SampleImage.plainManifest());
        Descriptor gone = Descriptor.of(MediaTypes.OCI_MANIFEST, new Sha256("1".repeat(64)), 10);
        Descriptor nydus = putImage();
        String source = "oci:" + directory + ":oci";
        writeIndex(named(plain, "oci"), named(gone, "gone"), named(nydus, "v6"));
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain()))
                .isInstanceOf(NotNydusException.class)
                .hasMessageContaining("; no Nydus image refers to " + plain.digest() + " (index.json: 0 listed); ");

        byte[] bytes = Files.readAllBytes(directory.resolve("blobs/sha256").resolve(nydus.hex()));
        Descriptor twin = put(MediaTypes.OCI_MANIFEST, SampleImage.with(bytes, SampleImage.subject(plain)));
        writeIndex(named(plain, "oci"), named(gone, "gone"), named(nydus, "v6"), SampleImage.descriptor(twin, ""));
        try (ResolvedImage resolved = resolve(source, SampleAccess.plain())) {
            assertThat(resolved.name()).isEqualTo(source + "@" + twin.digest());
            assertThat(resolved.manifest().replaced())
                    .isEqualTo(new ReplacedImage(plain.digest().toString(), ReplacedImage.Relation.SUBJECT));
            assertThat(bytes(resolved.bootstrap())).isEqualTo(image.boot());
        }
        assertThatThrownBy(() -> resolve(source, SampleAccess.plain().withTwins(TwinPolicy.NEVER)))
                .isInstanceOf(NotNydusException.class);
        TwinPolicy trusted = new TwinPolicy(TwinPolicy.Mode.TRUSTED, List.of("oci:" + directory), false);
        try (ResolvedImage resolved = resolve(source, SampleAccess.plain().withTwins(trusted))) {
            assertThat(resolved.name()).endsWith("@" + twin.digest());
        }
        try (LayoutRegistry registry = LayoutRegistry.start("app").add(OciLayout.open(directory));
                ResolvedImage resolved = resolve(registry.reference("oci"), SampleAccess.plain())) {
            assertThat(resolved.name()).endsWith("@" + twin.digest());
        }
    }

    @Test
    void layoutWithSeveralImagesListsItsTags() throws IOException {
        Descriptor manifest = putImage();
        writeIndex(named(manifest, "a"), named(manifest, "b"));

        assertThatThrownBy(() -> resolve("oci:" + directory, SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(directory + " has 2 images: name one as oci:" + directory + ":TAG; tags: a, b");
        assertThatThrownBy(() -> resolve("oci:" + directory + ":c", SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(directory + " has no tag c; tags: a, b");
    }

    @Test
    void layoutThatIsNoneOrLacksABlobIsNotFound() throws IOException {
        assertThatThrownBy(() -> resolve("oci:" + directory, SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(directory + " is not an OCI layout: it has no index.json");
        writeIndex(named(putImage(), "v6"));
        Files.delete(directory.resolve("blobs/sha256").resolve(image.blobId()));
        try (ResolvedImage resolved = resolve("oci:" + directory, SampleAccess.plain())) {
            assertThatThrownBy(() -> resolved.blobs().read(image.blobId(), 0, 1))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("sha256:" + image.blobId() + " is missing in the OCI layout " + directory
                            + ": copy the image again with all its blobs");
        }
    }

    @Test
    void layoutIsVerifiedLikeARegistry() throws IOException {
        Descriptor manifest = putImage();
        writeIndex(named(manifest, "v6"));
        Path file = directory.resolve("blobs/sha256").resolve(manifest.hex());
        byte[] changed = Files.readAllBytes(file);
        changed[changed.length - 1] = ' ';
        Files.write(file, changed);

        assertThatThrownBy(() -> resolve("oci:" + directory, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("corrupt manifest of oci:" + directory + ": " + manifest.digest() + " has the digest "
                        + Sha256.of(changed));
    }

    @Test
    void layoutCanBeServedAsARegistry() throws IOException {
        Descriptor manifest = putImage();
        writeIndex(named(manifest, "v6"));
        try (LayoutRegistry registry = LayoutRegistry.start("app").add(OciLayout.open(directory));
                ResolvedImage resolved = resolve(registry.reference("v6"), SampleAccess.plain())) {
            assertThat(resolved.name()).isEqualTo(registry.reference("v6") + "@" + manifest.digest());
            assertThat(bytes(resolved.blobs().read(image.blobId(), 99_000, 1000)))
                    .isEqualTo(Arrays.copyOfRange(image.blob(), 99_000, 100_000));
        }
    }

    @Test
    void bootstrapFindsItsBlobsInTheGivenDirectory() throws IOException {
        byte[] bootstrap = Files.readAllBytes(GoldenImage.of("v6-merged").bootstrap());
        Path boot = Files.write(directory.resolve("image.boot"), bootstrap);
        Files.createDirectories(directory.resolve("sha256"));
        for (String place : new String[] {"sha256", ""}) {
            Path blob = Files.write(directory.resolve(place).resolve(image.blobId()), image.blob());
            try (ResolvedImage resolved =
                    resolve("bootstrap:" + boot, SampleAccess.plain().withBlobDirectory(directory))) {
                assertThat(resolved.name()).isEqualTo("bootstrap:" + boot);
                assertThat(bytes(resolved.bootstrap())).isEqualTo(bootstrap);
                assertThat(bytes(resolved.blobs().read(image.blobId(), 7, 3)))
                        .isEqualTo(Arrays.copyOfRange(image.blob(), 7, 10));
                assertThatThrownBy(() -> resolved.blobs().read(image.blobId(), 100_000, 1))
                        .isInstanceOf(CorruptDataException.class);
            }
            Files.delete(blob);
        }
    }

    @Test
    void fileThatIsNoImageSaysSo() throws IOException {
        Path file = Files.write(directory.resolve("notes.txt"), new byte[5000]);
        assertThatThrownBy(() -> resolve("bootstrap:" + file, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith(file + " is neither a RAFS bootstrap nor a blob that carries one: ");
        Path empty = Files.createFile(directory.resolve("empty"));
        assertThatThrownBy(() -> resolve("bootstrap:" + empty, SampleAccess.plain()))
                .hasMessageStartingWith(empty + " is neither a RAFS bootstrap nor a blob that carries one: ");
    }

    @Test
    void bootstrapWithoutBlobsSaysWhatIsMissing() throws IOException {
        Path boot = GoldenImage.of("v6-merged").bootstrap();
        try (ResolvedImage resolved = resolve("bootstrap:" + boot, SampleAccess.plain())) {
            assertThatThrownBy(() -> resolved.blobs().read(image.blobId(), 0, 1))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("a bootstrap does not hold file data: name the directory with blob " + image.blobId()
                            + " with --blob-dir DIR, or storage with --backend");
        }
        try (ResolvedImage resolved =
                resolve("bootstrap:" + boot, SampleAccess.plain().withBlobDirectory(directory))) {
            assertThatThrownBy(() -> resolved.blobs().length(image.blobId()))
                    .hasMessage("blob " + image.blobId() + " is not in " + directory
                            + " (--blob-dir), nor in its subdirectory sha256");
        }
        assertThatThrownBy(() -> resolve("bootstrap:" + directory.resolve("none"), SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("the bootstrap " + directory.resolve("none") + " does not exist or is not a file");
    }
}
