package dev.nydusview.rafs.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.MemoryTree;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests layers laid over each other: those of the golden images, and shapes that their builder does not write. */
class OverlayTest {
    private static final byte[] YES = {'y'};

    private final MemoryTree low = new MemoryTree();
    private final MemoryTree middle = new MemoryTree();
    private final MemoryTree top = new MemoryTree();

    private static List<RafsImage> layers(GoldenImage golden) throws IOException {
        List<RafsImage> layers = new ArrayList<>();
        for (Path bootstrap : golden.layers()) {
            layers.add(RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(bootstrap))));
        }
        return layers;
    }

    /** Returns the layers as one tree, without their data. */
    private InodeTree merged() throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (InodeTree tree : List.of(low, middle, top)) {
            layers.add(new Layer(layers.size(), tree, 0));
        }
        InodeTree merged = new OverlayTree(layers);
        assertLookups(merged, merged.inode(merged.root()));
        return merged;
    }

    /** Returns every path, as {@code ls -R} prints it, with the layer of its inode. */
    private static Map<String, Long> paths(InodeTree tree) throws IOException {
        Map<String, Long> paths = new HashMap<>();
        addPaths(tree, "", tree.inode(tree.root()), paths);
        return paths;
    }

    private static void addPaths(InodeTree tree, String path, Inode directory, Map<String, Long> paths)
            throws IOException {
        tree.list(directory, 0, entry -> {
            String child = path + "/" + entry.name();
            paths.put(child, Layer.indexOf(entry.inode()));
            Inode inode = tree.child(directory, entry);
            if (inode.isDirectory()) {
                addPaths(tree, child, inode, paths);
            }
            return true;
        });
    }

    private static void assertLookups(InodeTree tree, Inode directory) throws IOException {
        List<DirEntry> entries = entries(tree, directory, 0);
        assertThat(entries).extracting(DirEntry::name).isSorted().doesNotHaveDuplicates();
        for (DirEntry entry : entries) {
            assertThat(tree.lookup(directory, entry.name())).isEqualTo(OptionalLong.of(entry.inode()));
            assertThat(entries(tree, directory, entry.next()))
                    .isEqualTo(entries.subList(entries.indexOf(entry) + 1, entries.size()));
            Inode child = tree.child(directory, entry);
            assertThat(child).isEqualTo(tree.inode(entry.inode()));
            if (child.isDirectory()) {
                assertThat(tree.parent(child)).isEqualTo(directory.number());
                assertLookups(tree, child);
            }
        }
    }

    private static List<DirEntry> entries(InodeTree tree, Inode directory, long position) throws IOException {
        List<DirEntry> entries = new ArrayList<>();
        tree.list(directory, position, entries::add);
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-merged", "v6-merged"})
    void goldenLayersMakeTheListedTree(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        List<RafsImage> layers = layers(golden);
        RafsImage merged = Overlay.of(layers);
        List<ChunkSource> sources = new ArrayList<>();
        for (RafsImage layer : layers) {
            sources.add(new BlobChunkSource(layer, new DirectoryBlobs(golden.blobs())));
        }

        try (ChunkSource chunks = Overlay.chunks(layers, sources)) {
            golden.listing().assertMatches(TreeListing.of(merged.tree(), new FileReader(merged.tree(), chunks)));
        }
        assertLookups(merged.tree(), merged.tree().inode(merged.tree().root()));
        assertThat(merged.superblock().rootInode()).isEqualTo(merged.tree().root());
        assertThat(merged.blobs()).extracting(BlobInfo::index).containsExactly(0, 1);
        assertThat(merged.blobs()).extracting(BlobInfo::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-merged", "v6-merged"})
    void chunksOfSeveralLayersKeepTheirOrder(String kind) throws Exception {
        GoldenImage golden = GoldenImage.of(kind);
        List<RafsImage> layers = layers(golden);
        InodeTree tree = Overlay.of(layers).tree();
        Inode root = tree.inode(tree.root());
        List<ChunkRef> chunks = new ArrayList<>();
        for (String name : List.of("added", "same", "replaced")) {
            Inode file = tree.inode(tree.lookup(root, RawName.of(name)).orElseThrow());
            chunks.addAll(tree.chunks(file, 0, file.size()));
        }
        List<ChunkSource> sources = new ArrayList<>();
        for (RafsImage layer : layers) {
            sources.add(new BlobChunkSource(layer, new DirectoryBlobs(golden.blobs())));
        }

        StringBuilder text = new StringBuilder();
        try (ChunkSource merged = Overlay.chunks(layers, sources)) {
            for (var chunk : merged.request(chunks)) {
                text.append(StandardCharsets.US_ASCII.decode(chunk.get()));
            }
        }

        assertThat(chunks).extracting(ChunkRef::blobIndex).containsExactly(1, 0, 1);
        assertThat(text.toString()).isEqualTo("same\nsame\nfile\n");
    }

    /** Each layer finds its blobs only in its own registry. */
    @ParameterizedTest
    @ValueSource(strings = {"v5-merged", "v6-merged"})
    void chunksAreLocatedWhereTheirLayerHasThem(String kind) throws Exception {
        GoldenImage golden = GoldenImage.of(kind);
        List<RafsImage> layers = layers(golden);
        List<ChunkLocator> locators = new ArrayList<>();
        for (RafsImage layer : layers) {
            ChunkLocator own = new ImageChunkLocator(
                    layer, new BlobMetaReader(Map.of(), new DirectoryBlobs(golden.blobs()), null));
            locators.add(chunk -> {
                assertThat(chunk.blobIndex()).isLessThan(layer.blobs().size());
                return own.locate(chunk);
            });
        }
        RafsImage merged = Overlay.of(layers);
        ChunkLocator locator = Overlay.locator(layers, locators);
        ChunkDecoder decoder = new ChunkDecoder(merged);
        Inode root = merged.tree().inode(merged.tree().root());
        StringBuilder text = new StringBuilder();
        for (String name : List.of("added", "same", "replaced")) {
            Inode file = merged.tree()
                    .inode(merged.tree().lookup(root, RawName.of(name)).orElseThrow());
            for (ChunkRef chunk : merged.tree().chunks(file, 0, file.size())) {
                ChunkLocation location = locator.locate(chunk);
                String blobId = merged.blobs().get(chunk.blobIndex()).id();
                ByteBuffer stored = new DirectoryBlobs(golden.blobs()).read(blobId, location.offset(), location.size());
                text.append(StandardCharsets.US_ASCII.decode(decoder.decode(chunk, location, stored)));
            }
        }

        assertThat(text.toString()).isEqualTo("same\nsame\nfile\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-merged", "v6-merged"})
    void layerAloneShowsItsWhiteouts(String kind) throws IOException {
        InodeTree tree = layers(GoldenImage.of(kind)).get(1).tree();

        assertThat(paths(tree)).containsKeys("/.wh.gone", "/keep/.wh.a", "/opaque/.wh..wh..opq");
    }

    @Test
    void directoriesOfAllLayersAreOne() throws IOException {
        low.file(low.directory(MemoryTree.ROOT, "d"), "low", 0, 0);
        middle.file(middle.directory(MemoryTree.ROOT, "d"), "middle", 0, 0);
        long directory = top.directory(MemoryTree.ROOT, "d");
        top.file(directory, "low", 0, 0);
        top.file(directory, "top", 0, 0);

        InodeTree tree = merged();

        assertThat(paths(tree)).isEqualTo(Map.of("/d", 2L, "/d/low", 2L, "/d/middle", 1L, "/d/top", 2L));
        assertThat(tree.inode(tree.root()).nlink()).isEqualTo(1);
    }

    @Test
    void whiteoutInTheMiddleHidesWhatIsBelowOnly() throws IOException {
        low.file(low.directory(MemoryTree.ROOT, "d"), "low", 0, 0);
        low.file(MemoryTree.ROOT, "f", 0, 0);
        middle.file(MemoryTree.ROOT, ".wh.d", 0, 0);
        middle.file(MemoryTree.ROOT, ".wh.f", 0, 0);
        top.file(top.directory(MemoryTree.ROOT, "d"), "top", 0, 0);

        assertThat(paths(merged())).isEqualTo(Map.of("/d", 2L, "/d/top", 2L));
    }

    @Test
    void whiteoutBesideTheNewDirectoryKeepsThat() throws IOException {
        low.file(low.directory(MemoryTree.ROOT, "d"), "low", 0, 0);
        middle.file(MemoryTree.ROOT, ".wh.d", 0, 0);
        middle.file(middle.directory(MemoryTree.ROOT, "d"), "middle", 0, 0);
        top.directory(MemoryTree.ROOT, "d");

        assertThat(paths(merged())).isEqualTo(Map.of("/d", 2L, "/d/middle", 1L));
    }

    @Test
    void overlayfsWhiteoutsHideAsWell() throws IOException {
        low.file(low.directory(MemoryTree.ROOT, "a"), "low", 0, 0);
        low.file(low.directory(MemoryTree.ROOT, "b"), "low", 0, 0);
        low.device(MemoryTree.ROOT, "null", 0x103);
        middle.file(middle.directory(MemoryTree.ROOT, "a"), "middle", 0, 0);
        top.device(MemoryTree.ROOT, "a", 0);
        long opaque = top.directory(MemoryTree.ROOT, "b");
        top.xattr(opaque, "trusted.overlay.opaque", YES);
        top.xattr(opaque, "user.kept", YES);
        top.device(opaque, "nothing-below", 0);

        InodeTree tree = merged();

        assertThat(paths(tree)).isEqualTo(Map.of("/b", 2L, "/null", 0L));
        Inode directory =
                tree.inode(tree.lookup(tree.inode(tree.root()), RawName.of("b")).orElseThrow());
        assertThat(tree.xattrs(directory))
                .extracting(xattr -> xattr.name().toString())
                .containsExactly("user.kept");
    }

    @Test
    void fileEndsWhatDirectoriesAreMergedWith() throws IOException {
        low.file(low.directory(MemoryTree.ROOT, "x"), "low", 0, 0);
        middle.file(MemoryTree.ROOT, "x", 0, 0);
        top.directory(MemoryTree.ROOT, "x");

        assertThat(paths(merged())).isEqualTo(Map.of("/x", 2L));
    }

    @Test
    void bookkeepingHasNoNames() throws IOException {
        long directory = top.directory(MemoryTree.ROOT, "d");
        top.file(directory, ".wh..wh..opq", 0, 0);
        top.file(directory, ".wh..wh.plnk", 0, 0);
        low.file(low.directory(MemoryTree.ROOT, "e"), ".wh.f", 0, 0);

        InodeTree tree = merged();

        assertThat(paths(tree)).containsOnlyKeys("/d", "/e");
        Inode root = tree.inode(tree.root());
        assertThat(tree.lookup(tree.inode(tree.lookup(root, RawName.of("e")).orElseThrow()), RawName.of(".wh.f")))
                .isEmpty();
    }

    @Test
    void longNamesCannotBeHiddenAndAreFound() throws IOException {
        low.file(MemoryTree.ROOT, "n".repeat(255), 0, 0);

        assertThat(paths(merged())).containsOnlyKeys("/" + "n".repeat(255));
    }

    @Test
    void movedDirectoriesAreRefused() {
        low.directory(MemoryTree.ROOT, "d");
        top.xattr(top.directory(MemoryTree.ROOT, "d"), "trusted.overlay.redirect", new byte[] {'e'});

        assertThatThrownBy(this::merged)
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("a layer has a directory that overlayfs has moved (trusted.overlay.redirect), which is not"
                        + " supported");
    }

    @Test
    void numbersOfNoLayerAreRefused() throws IOException {
        InodeTree tree = merged();

        assertThatThrownBy(() -> tree.inode(3L << 32 | 1))
                .isInstanceOf(RafsFormatException.class)
                .hasMessage("no inode 12884901889 in 3 layers");
        assertThatThrownBy(() -> tree.inode(-1)).isInstanceOf(RafsFormatException.class);
    }
}
