package dev.nydusview.rafs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoldenImageTest {
    private static final String IMAGES = "dev.nydusview.testdata.GoldenImage#all";

    @ParameterizedTest
    @MethodSource(IMAGES)
    @Tag("soak")
    void everyEntryIsAsListed(GoldenImage golden) throws IOException {
        assertListing(golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-1m", "v6-zstd-1m", "v6-lz4-blake3"})
    void everyEntryOfACommonImageIsAsListed(String kind) throws IOException {
        assertListing(GoldenImage.of(kind));
    }

    private static void assertListing(GoldenImage golden) throws IOException {
        RafsImage image = GoldenReader.open(golden);
        FileReader files = new FileReader(image.tree(), new BlobChunkSource(image, new DirectoryBlobs(golden.blobs())));
        golden.listing().assertMatches(TreeListing.of(image.tree(), files));
    }

    @ParameterizedTest
    @MethodSource(IMAGES)
    void lookupFindsWhatListingShowsAndNothingElse(GoldenImage golden) throws IOException {
        InodeTree tree = GoldenReader.open(golden).tree();
        assertLookups(tree, tree.inode(tree.root()));
    }

    private static void assertLookups(InodeTree tree, Inode directory) throws IOException {
        assertThat(tree.lookup(directory, RawName.of("."))).isEmpty();
        assertThat(tree.lookup(directory, RawName.of(".."))).isEmpty();
        assertThat(tree.lookup(directory, RawName.of("no such name"))).isEmpty();
        tree.list(directory, 0, entry -> {
            assertThat(tree.lookup(directory, entry.name())).isEqualTo(OptionalLong.of(entry.inode()));
            Inode child = tree.child(directory, entry);
            if (child.isDirectory()) {
                assertThat(tree.parent(child)).isEqualTo(directory.number());
                assertLookups(tree, child);
            }
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource(IMAGES)
    void listingIsSortedAndGoesOnFromAnyPosition(GoldenImage golden) throws IOException {
        InodeTree tree = GoldenReader.open(golden).tree();
        Inode directory = tree.inode(tree.root());
        OptionalLong many = tree.lookup(directory, RawName.of("many"));
        if (many.isPresent()) {
            directory = tree.inode(many.getAsLong());
        }
        List<DirEntry> whole = entries(tree, directory, 0);
        assertThat(whole).extracting(DirEntry::name).isSorted();
        for (int i = 0; i < whole.size(); i++) {
            assertThat(whole.get(i).next()).isPositive();
            assertThat(entries(tree, directory, whole.get(i).next())).isEqualTo(whole.subList(i + 1, whole.size()));
        }
    }

    private static List<DirEntry> entries(InodeTree tree, Inode directory, long position) throws IOException {
        List<DirEntry> entries = new ArrayList<>();
        tree.list(directory, position, entries::add);
        return entries;
    }

    @ParameterizedTest
    @MethodSource(IMAGES)
    void superblockAndBlobTableAgreeWithTheRealTool(GoldenImage golden) throws IOException {
        RafsImage image = GoldenReader.open(golden);
        JsonMapper mapper = new JsonMapper();
        assertThat(image.superblock().inodesCount())
                .isEqualTo(mapper.readTree(golden.inspected("stats"))
                        .get("inodes_count")
                        .asLong());
        JsonNode blobs = mapper.readTree(golden.inspected("blobs"));
        assertThat(image.blobs()).hasSize(blobs.size());
        for (BlobInfo blob : image.blobs()) {
            JsonNode expected = blobs.get(blob.index());
            assertThat(blob.id()).isEqualTo(expected.get("blob_id").asString());
            assertThat(blob.compressedSize())
                    .isEqualTo(expected.get("compressed_size").asLong());
            assertThat(blob.uncompressedSize())
                    .isEqualTo(expected.get("decompressed_size").asLong());
            assertThat(blob.readaheadOffset())
                    .isEqualTo(expected.get("readahead_offset").asLong());
            assertThat(blob.readaheadSize())
                    .isEqualTo(expected.get("readahead_size").asLong());
        }
    }

    @ParameterizedTest
    @MethodSource(IMAGES)
    void prefetchTableAgreesWithTheRealTool(GoldenImage golden) throws IOException {
        List<Long> expected = new ArrayList<>();
        new JsonMapper()
                .readTree(golden.inspected("prefetch"))
                .forEach(entry -> expected.add(entry.get("inode").asLong()));
        assertThat(GoldenReader.open(golden).prefetch().inodes()).containsExactly(expected.toArray(Long[]::new));
    }
}
