package dev.nydusview.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.image.oci.OciImage;
import dev.nydusview.image.oci.UnpackedImage;
import dev.nydusview.image.oci.UnpackedImages;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in the forms that skopeo and docker write. */
class ArchiveSourcesTest {
    private static final ImageLibrary LIBRARY = ImageLibrary.open(LibrarySettings.UNCACHED);
    private static final byte[] LAYER =
            new TarLayer().file("etc/os-release", "ID=test\n").bytes();
    private static final byte[] UPPER =
            new TarLayer().file("etc/upper", "upper\n").bytes();

    @TempDir
    Path directory;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes an archive, in which a name that starts with @ is a link to what its value says. */
    private Path archive(Map<String, byte[]> files) throws IOException {
        Path archive = directory.resolve("archive.tar");
        try (OutputStream out = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (file.getKey().startsWith("@")) {
                    TarArchiveEntry link = new TarArchiveEntry(file.getKey().substring(1), TarConstants.LF_SYMLINK);
                    link.setLinkName(new String(file.getValue(), StandardCharsets.UTF_8));
                    tar.putArchiveEntry(link);
                } else {
                    TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                    entry.setSize(file.getValue().length);
                    tar.putArchiveEntry(entry);
                    tar.write(file.getValue());
                }
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    private Map<String, byte[]> files(Path root) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private GoldenLayout layout(GoldenImage golden) throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(golden, "tag");
        return layout;
    }

    private static void assertReadLazily(GoldenImage golden, String source) throws IOException {
        try (NydusImage image = LIBRARY.open(source, SampleAccess.plain())) {
            assertThat(image.name()).startsWith(source + "@sha256:");
            assertThat(image.stats().blobBytes()).isZero();
            golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-lz4-blake3", "v6-batch"})
    void aNydusImageInAnArchiveOfALayoutIsReadInPlace(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        Path archive = archive(files(layout(golden).directory()));
        assertReadLazily(golden, "oci-archive:" + archive);
        assertReadLazily(golden, "oci-archive:" + archive + ":tag");
        assertThatThrownBy(() -> LIBRARY.open("oci-archive:" + archive + ":other", SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(archive + " has no tag other; tags: tag");
    }

    @Test
    void aNydusImageInADirectoryIsReadInPlace() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-4k");
        Path layout = layout(golden).directory();
        Path flat = Files.createDirectory(directory.resolve("flat"));
        Files.writeString(flat.resolve("version"), "Directory Transport Version: 1.1\n");
        String digest = new String(Files.readAllBytes(layout.resolve("index.json")), StandardCharsets.UTF_8)
                .replaceFirst("(?s).*?sha256:([0-9a-f]{64}).*", "$1");
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                String name = blob.getFileName().toString();
                Files.copy(blob, flat.resolve(name.equals(digest) ? "manifest.json" : name));
            }
        }
        assertReadLazily(golden, "dir:" + flat);
        assertThatThrownBy(() -> LIBRARY.open("dir:" + layout, SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(layout + " is not a directory of skopeo's \"dir:\": it has no manifest.json");
    }

    private Map<String, byte[]> saved(byte[] upper) {
        byte[] config =
                text("{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Sha256.of(LAYER) + "\",\"" + Sha256.of(UPPER) + "\"]}}");
        String name = Sha256.of(config).hex() + ".json";
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("lower/layer.tar", LAYER);
        files.put("blobs/upper.tar", upper);
        files.put("@upper/layer.tar", text("../blobs/upper.tar"));
        files.put(name, config);
        files.put(
                "manifest.json",
                text("[{\"Config\":\"" + name + "\",\"RepoTags\":[\"app:1\",\"h.x:5000/app:2\"],"
                        + "\"Layers\":[\"lower/layer.tar\",\"upper/layer.tar\"]}]"));
        return files;
    }

    private void assertUnpacked(String source) throws IOException {
        ImageLimits limits = new ImageLimits(1 << 20, 100, "", "");
        try (OciImage image = LIBRARY.openPlain(source, SampleAccess.plain());
                UnpackedImage unpacked =
                        new UnpackedImages(Files.createTempDirectory(directory, "cache"), limits).open(image)) {
            assertThat(unpacked.root().resolve("etc/os-release")).hasContent("ID=test");
            assertThat(unpacked.root().resolve("etc/upper")).hasContent("upper");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":app:1", ":h.x:5000/app:2", ":docker.io/library/app:1"})
    void aPlainImageOfDockerSaveIsRead(String name) throws IOException {
        assertUnpacked("docker-archive:" + archive(saved(UPPER)) + name);
    }

    @Test
    void compressedLayersOfDockerSaveAreRead() throws IOException {
        assertUnpacked("docker-archive:" + archive(saved(TarLayer.gzip(UPPER))));
    }

    @Test
    void aLayerOfDockerSaveThatIsAnotherIsDamaged() throws IOException {
        byte[] other = UPPER.clone();
        other[600] ^= 1;
        Path archive = archive(saved(other));
        assertThatThrownBy(() -> assertUnpacked("docker-archive:" + archive))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(Sha256.of(UPPER).toString());
    }

    @Test
    void namesThatAreNotThereAreListed() throws IOException {
        Path archive = archive(saved(UPPER));
        assertThatThrownBy(() -> LIBRARY.openPlain("docker-archive:" + archive + ":other:1", SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(archive + " has no image other:1; names: app:1, h.x:5000/app:2");
        assertThatThrownBy(() -> LIBRARY.open("docker-archive:" + archive, SampleAccess.plain()))
                .isInstanceOf(NotNydusException.class);
    }

    @Test
    void hostileArchivesAreRefusedInALine() throws IOException {
        Path archive = archive(Map.of("manifest.json", text("[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]")));
        for (String source : List.of("docker-archive:" + archive, "oci-archive:" + archive)) {
            assertThatThrownBy(() -> LIBRARY.openPlain(source, SampleAccess.plain()))
                    .isInstanceOf(NotFoundException.class);
        }
        Path cut = directory.resolve("cut.tar");
        byte[] whole = Files.readAllBytes(archive(saved(UPPER)));
        Files.write(cut, Arrays.copyOf(whole, 1500));
        assertThatThrownBy(() -> LIBRARY.openPlain("docker-archive:" + cut, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("the archive " + cut + " is corrupt: ");
        Files.write(cut, new byte[0]);
        assertThatThrownBy(() -> LIBRARY.openPlain("oci-archive:" + cut, SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class);
        Files.write(cut, TarLayer.gzip(whole));
        assertThatThrownBy(() -> LIBRARY.openPlain("oci-archive:" + cut, SampleAccess.plain()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("the archive " + cut
                        + " is compressed, so that nothing in it can be read in place: decompress it first");
        Files.write(cut, text("x".repeat(2000)));
        assertThatThrownBy(() -> LIBRARY.openPlain("oci-archive:" + cut, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("the archive " + cut + " is corrupt: it is not a tar");
        assertThatThrownBy(() -> LIBRARY.openPlain("oci-archive:" + directory, SampleAccess.plain()))
                .isInstanceOf(NotFoundException.class);
    }
}
