package dev.nydusview.inspect.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.ListingEntry;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of reports against the listings that images were built from. */
class ImageReportTest {
    private static final int DIRECTORY = 0040000;

    @ParameterizedTest
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void sizesAreThoseOfTheListing(GoldenImage golden) throws IOException {
        Collection<ListingEntry> entries = golden.listing().entries().values();
        long size = entries.stream()
                .filter(entry -> entry.linkGroup() == null || entry.linkGroup().equals(entry.path()))
                .mapToLong(entry -> entry.size() == null ? 0 : entry.size())
                .sum();
        long directories = entries.stream().filter(of(DIRECTORY)).count();

        ImageReport report = Reports.of(golden);

        assertThat(report.damage().count()).isZero();
        assertThat(report.head().size()).isEqualTo(size);
        assertThat(report.head().directories()).isEqualTo(directories - 1);
        assertThat(report.head().files()).isEqualTo(entries.size() - directories);
        assertThat(belowRoot(report).mapToLong(TreeItem::size).sum()).isEqualTo(size);
        assertThat(belowRoot(report).mapToLong(TreeItem::stored).sum())
                .isEqualTo(report.head().stored());
        assertThat(report.groups().stream().mapToLong(TreemapGroups.Group::size).sum())
                .isEqualTo(size);
        assertThat(report.largest().get(0).size())
                .isEqualTo(entries.stream()
                        .mapToLong(entry -> entry.size() == null ? 0 : entry.size())
                        .max()
                        .orElseThrow());
    }

    private static Stream<TreeItem> belowRoot(ImageReport report) {
        return report.tree().stream().filter(item -> item.parent() == 0);
    }

    @ParameterizedTest
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void specialFilesAreThoseOfTheListing(GoldenImage golden) throws IOException {
        Collection<ListingEntry> entries = golden.listing().entries().values();
        ImageReport report = Reports.of(golden);

        assertThat(paths(report, "setUid")).isEqualTo(paths(entries, has(04000)));
        assertThat(paths(report, "setGid")).isEqualTo(paths(entries, has(02000)));
        assertThat(paths(report, "devices")).isEqualTo(paths(entries, entry -> entry.rdev() != null));
        assertThat(paths(report, "pipes")).isEqualTo(paths(entries, of(0010000).or(of(0140000))));
        assertThat(paths(report, "capabilities"))
                .isEqualTo(paths(entries, entry -> entry.xattrs().containsKey("security.capability")));
        assertThat(paths(report, "worldWritable"))
                .isEqualTo(paths(entries, has(0002).and(of(0120000).negate())));
    }

    private static Predicate<ListingEntry> has(int bits) {
        return entry -> (mode(entry) & bits) != 0;
    }

    private static Predicate<ListingEntry> of(int type) {
        return entry -> (mode(entry) & 0170000) == type;
    }

    private static int mode(ListingEntry entry) {
        return Integer.parseInt(entry.mode().substring(2), 8);
    }

    private static List<String> paths(ImageReport report, String kind) {
        SpecialFiles.Category found = category(report, kind);
        List<String> paths = found.files().stream()
                .map(SpecialFiles.SpecialFile::path)
                .sorted()
                .toList();
        assertThat(found.count()).isEqualTo(paths.size());
        return paths;
    }

    private static SpecialFiles.Category category(ImageReport report, String kind) {
        return report.special().stream()
                .filter(category -> category.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> paths(Collection<ListingEntry> entries, Predicate<ListingEntry> special) {
        return entries.stream()
                .filter(special)
                .map(entry -> SafeText.escape(entry.path().getBytes(StandardCharsets.ISO_8859_1)))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void layoutCoversTheBlobs(GoldenImage golden) throws IOException {
        ImageReport report = Reports.of(golden);

        for (BlobReport blob : report.blobs()) {
            assertThat(blob.unknown()).isNull();
            assertThat(blob.stored()).isBetween(0L, blob.length());
            long at = 0;
            for (BlobReport.Region region : blob.regions()) {
                assertThat(region.offset()).isEqualTo(at);
                assertThat(region.fill()).isBetween(0, 100);
                at += region.length();
            }
            assertThat(at).isEqualTo(blob.length());
            long covered = blob.regions().stream()
                    .mapToLong(region -> region.length() * region.fill() / 100)
                    .sum();
            assertThat(covered).as("stored bytes by region").isBetween(blob.stored() * 9 / 10, blob.length());
        }
        assertThat(report.blobs().stream().mapToLong(BlobReport::stored).sum())
                .isEqualTo(report.head().stored());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v6-batch", "v6-zran"})
    void layoutOfSharedBytesNeedsTheChunkIndex(String kind) throws IOException {
        ImageReport report = ImageReport.of(kind, GoldenReader.open(GoldenImage.of(kind)), null);

        assertThat(report.blobs().get(0).unknown()).isEqualTo("its chunk index was not read");
        assertThat(report.head().stored()).isZero();
        assertThat(report.head().plain()).isPositive();
    }

    @Test
    void unreadableChunkIndexIsToldOnce() throws IOException {
        RafsImage image = GoldenReader.open(GoldenImage.of("v6-batch"));

        ImageReport report = ImageReport.of("image", image, chunk -> {
            throw new IOException("no route to <host>");
        });

        assertThat(report.blobs().get(0).unknown()).isEqualTo("no route to <host>");
        assertThat(report.damage().count()).isZero();
    }

    @Test
    void digestsStoredTwiceAreFound() throws IOException {
        Sharing sharing = Reports.of(GoldenImage.of("v6-merged")).sharing();

        assertThat(sharing.duplicateDigests()).isEqualTo(1);
        assertThat(sharing.duplicates()).singleElement().satisfies(duplicate -> {
            assertThat(duplicate.count()).isEqualTo(2);
            assertThat(duplicate.copies()).hasSize(2);
            assertThat(sharing.wasted()).isEqualTo(duplicate.wasted()).isPositive();
        });
    }

    @Test
    void sharedChunksNameTheirFiles() throws IOException {
        byte[] content = content(5000, 1);
        BuiltImage built = ImageBuilder.v6()
                .build(new SourceTree()
                        .directory("/a")
                        .file("/a/one", content)
                        .file("/a/two", content)
                        .file("/three", content)
                        .file("/other", content(3000, 2))
                        .hardLink("/link", "/other"));

        ImageReport report = Reports.of(built);

        assertThat(report.sharing().shared()).singleElement().satisfies(chunk -> {
            assertThat(chunk.paths()).containsExactly("/a/one", "/a/two", "/three");
            assertThat(chunk.files()).isEqualTo(3);
        });
        assertThat(report.sharing().saved()).isEqualTo(10_000);
        assertThat(report.head().size()).isEqualTo(18_000);
        assertThat(report.head().plain()).isEqualTo(8000);
    }

    private static byte[] content(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void capabilitiesHaveNames() throws IOException {
        BuiltImage built = ImageBuilder.v6()
                .build(new SourceTree()
                        .file("/v1", new byte[0], capability("01000001 00000400 00000000"))
                        .file("/v2", new byte[0], capability("02000001 00002400 00000000 00000000 00000000"))
                        .file("/v3", new byte[0], capability("03000000 00000001 00000002 00000100 00000000 000003e8"))
                        .file("/short", new byte[0], capability("02000001"))
                        .file("/none", new byte[0], capability("")));

        assertThat(category(Reports.of(built), "capabilities").files())
                .extracting(file -> file.path() + " " + file.detail())
                .containsExactlyInAnyOrder(
                        "/none unknown format (empty)",
                        "/short unknown format 01000002",
                        "/v1 cap_net_bind_service=ep",
                        "/v2 cap_net_bind_service,cap_net_raw=ep",
                        "/v3 cap_chown,cap_checkpoint_restore=p cap_dac_override=i");
    }

    /** Words of 32 bits in hexadecimal, stored in little endian. */
    private static Attributes capability(String words) {
        StringBuilder value = new StringBuilder();
        Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> Integer.parseUnsignedInt(word, 16))
                .forEach(word -> {
                    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                        value.append((char) (word >>> shift & 0xff));
                    }
                });
        return Attributes.FILE.xattr("security.capability", value.toString());
    }

    @Test
    void damagedPartsAreToldAndTheRestIsShown() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())).order(ByteOrder.LITTLE_ENDIAN);
        RafsImage sound = RafsImage.open(bytes);
        long root = sound.tree().root();
        long etc =
                sound.tree().lookup(sound.tree().inode(root), RawName.of("etc")).orElseThrow();
        bytes.putShort((int) sound.tree().inode(etc).offset() + 4, (short) 0);
        ImageReport whole = Reports.of(golden);

        ImageReport report = Reports.of(bytes);

        assertThat(report.damage().count()).isEqualTo(1);
        assertThat(report.damage().items()).singleElement().satisfies(item -> {
            assertThat(item.path()).isEqualTo("/etc");
            assertThat(item.message()).contains("no file type");
        });
        assertThat(report.head().size()).isPositive().isLessThan(whole.head().size());
        assertThat(report.tree()).extracting(TreeItem::name).contains("dup").doesNotContain("etc", "passwd");
    }

    @Test
    void deepTreesAreFlat() throws IOException {
        SourceTree source = new SourceTree();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 1200; i++) {
            source.directory(path.append("/d").toString());
        }
        source.file(path + "/end", content(10, 1), Attributes.FILE.permissions(04755));

        ImageReport report = Reports.of(built(source));

        assertThat(report.tree()).hasSize(1202);
        assertThat(category(report, "setUid").files()).singleElement().satisfies(file -> assertThat(file.path())
                .startsWith("/d/d/")
                .contains(" … ")
                .endsWith("/d/end")
                .hasSizeLessThan(1100));
        assertThat(Reports.page(report)).contains("\"end\"");
    }

    /** Builds the image on a thread with a large stack, as the builder recurses into the tree. */
    private static BuiltImage built(SourceTree source) {
        FutureTask<BuiltImage> task = new FutureTask<>(() -> ImageBuilder.v6().build(source));
        new Thread(null, task, "builder", 1 << 28).start();
        return assertDoesNotThrow(() -> task.get());
    }

    @Test
    void largeTreesAreCutToSize() throws IOException {
        SourceTree source = new SourceTree();
        for (int i = 0; i < 60; i++) {
            source.directory("/" + i);
            for (int j = 0; j < 100; j++) {
                source.file("/" + i + "/" + "long-name-of-a-file-".repeat(12) + j, new byte[i + 1]);
            }
        }
        ImageReport report = Reports.of(ImageBuilder.v6().build(source));

        assertThat(report.head().files()).isEqualTo(6000);
        assertThat(belowRoot(report).mapToLong(TreeItem::size).sum())
                .isEqualTo(report.head().size())
                .isEqualTo(100L * 60 * 61 / 2);
        assertThat(report.leftOut()).anyMatch(sentence -> sentence.contains("shown only as sums"));
        assertThat(Reports.page(report)).hasSizeLessThan(2_000_000);
    }
}
