package dev.nydusview.rafswriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.built.SampleTrees;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafswriter.blob.BlobSettings;
import dev.nydusview.rafswriter.blob.BlobWriter;
import dev.nydusview.rafswriter.blob.ChunkDictionary;
import dev.nydusview.rafswriter.blob.WrittenBlob;
import dev.nydusview.rafswriter.tree.EditedTree;
import dev.nydusview.rafswriter.tree.NewImage;
import dev.nydusview.rafswriter.tree.NewInode;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.ListingEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real images with changes: a directory less, a directory more, and other attributes of a file. */
class EditedImageTest {
    private static final byte[] TEXT = SampleTrees.text(3 << 20 | 5);
    private static final RawName ADDED = RawName.of("~added");

    @TempDir
    Path directory;

    private Path blobs;

    @BeforeEach
    void makeDirectory() throws IOException {
        blobs = Files.createDirectory(directory.resolve("blobs"));
    }

    static Stream<GoldenImage> images() {
        return RewrittenImageTest.images();
    }

    @ParameterizedTest
    @MethodSource("images")
    void showsTheChangesAndNothingElse(GoldenImage golden) throws Exception {
        RafsImage source = GoldenReader.open(golden);
        EditedTree tree = new EditedTree(source.tree());
        String removed = "/" + removeFirstDirectory(tree);
        List<BlobInfo> all = new ArrayList<>(source.blobs());
        all.add(add(tree, source).info());
        ByteBuffer bootstrap =
                Bootstraps.write(NewImage.of(source).with(tree, all).withoutPrefetch(), directory);
        Bootstraps.assertSound(bootstrap);

        Map<String, ListingEntry> expected = new TreeMap<>(golden.listing().entries());
        expected.keySet().removeIf(path -> path.equals(removed) || path.startsWith(removed + "/"));
        Map<String, ListingEntry> found = new TreeMap<>(listing(golden, bootstrap));
        assertAdded(found);
        found.keySet().removeIf(path -> path.startsWith("/~added"));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.values().stream()
                .filter(entry -> entry.linkGroup() == null && !entry.path().equals("/"))
                .forEach(entry -> assertThat(found).containsEntry(entry.path(), entry));
        assertThat(found.get("/"))
                .extracting(ListingEntry::mode, ListingEntry::uid, ListingEntry::xattrs)
                .containsExactly("0o41777", 70_000L, Map.of("user.note", "6869"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void nydusImageFindsNoFault(GoldenImage golden) throws Exception {
        RafsImage source = GoldenReader.open(golden);
        EditedTree tree = new EditedTree(source.tree());
        removeFirstDirectory(tree);
        List<BlobInfo> all = new ArrayList<>(source.blobs());
        all.add(add(tree, source).info());
        NewImage image = NewImage.of(source).with(tree, all).withoutPrefetch();
        Bootstraps.assertNydusImageAgrees(Bootstraps.write(image, directory), directory);
    }

    private static RawName removeFirstDirectory(EditedTree tree) throws IOException {
        Inode root = tree.inode(tree.root());
        List<RawName> directories = new ArrayList<>();
        tree.list(root, 0, (DirEntry entry) -> {
            if (entry.type() == FileType.DIRECTORY) {
                directories.add(entry.name());
            }
            return true;
        });
        assertThat(tree.remove(tree.root(), directories.get(0))).isTrue();
        assertThat(tree.remove(tree.root(), directories.get(0))).isFalse();
        return directories.get(0);
    }

    private WrittenBlob add(EditedTree tree, RafsImage source) throws IOException {
        Path file = directory.resolve("new blob");
        WrittenBlob blob;
        try (OutputStream out = Files.newOutputStream(file)) {
            BlobWriter writer = new BlobWriter(settings(source), out, ChunkDictionary.EMPTY);
            addFiles(tree, writer);
            blob = writer.finish();
        }
        assertThat(blob.size()).isEqualTo(Files.size(file));
        assertThat(blob.digest()).isEqualTo(Sha256.of(Files.readAllBytes(file)));
        Files.move(file, blobs.resolve(blob.info().id()));
        return blob;
    }

    private static BlobSettings settings(RafsImage source) {
        return new BlobSettings(
                source.superblock().version(),
                source.blobs().size(),
                source.superblock().chunkSize(),
                source.blobs().isEmpty()
                        ? source.superblock().compressor()
                        : source.blobs().get(0).compressor() == Compressor.GZIP
                                ? Compressor.ZSTD
                                : source.blobs().get(0).compressor(),
                source.superblock().digester());
    }

    private static void addFiles(EditedTree tree, BlobWriter blob) throws IOException {
        long added = tree.create(NewInode.of(inode(FileType.DIRECTORY, 0755, 0), List.of()));
        tree.put(tree.root(), ADDED, added);
        long text = file(tree, blob, TEXT);
        tree.put(added, RawName.of("text"), text);
        tree.put(added, RawName.of("linked"), text);
        tree.put(added, RawName.of("copied"), file(tree, blob, TEXT));
        tree.put(added, RawName.of("empty"), file(tree, blob, new byte[0]));
        NewInode link = new NewInode(inode(FileType.SYMLINK, 0777, 4), RawName.of("text"), List.of(), List.of());
        tree.put(added, RawName.of("symlink"), tree.create(link));
        Inode root = tree.inode(tree.root());
        tree.setXattrs(
                root.number(), List.of(new Xattr(RawName.of("user.note"), "hi".getBytes(StandardCharsets.US_ASCII))));
        tree.setAttributes(
                root.number(), new Inode(0, root.offset(), root.type(), 041777, 70_000, 0, 0, root.size(), 0, 1, 2, 0));
    }

    private static long file(EditedTree tree, BlobWriter blob, byte[] content) throws IOException {
        List<ChunkRecord> chunks = blob.add(new ByteArrayInputStream(content), content.length);
        return tree.create(new NewInode(inode(FileType.REGULAR, 0640, content.length), null, List.of(), chunks));
    }

    private static Inode inode(FileType type, int mode, long size) {
        return new Inode(0, 0, type, type.bits() | mode, 1, 2, 0, size, 0, 1_700_000_000, 5, 0);
    }

    private Map<String, ListingEntry> listing(GoldenImage golden, ByteBuffer bootstrap) throws IOException {
        try (Stream<Path> old = Files.list(golden.blobs())) {
            for (Path blob : (Iterable<Path>) old::iterator) {
                Files.createSymbolicLink(blobs.resolve(blob.getFileName()), blob.toAbsolutePath());
            }
        }
        RafsImage image = RewrittenImageTest.reopened(golden, bootstrap);
        FileReader files = new FileReader(image.tree(), new BlobChunkSource(image, new DirectoryBlobs(blobs)));
        return TreeListing.of(image.tree(), files).entries();
    }

    private static void assertAdded(Map<String, ListingEntry> found) {
        String text = Sha256.of(TEXT).hex();
        assertThat(found.get("/~added/text"))
                .extracting(ListingEntry::sha256, ListingEntry::nlink, ListingEntry::mode, ListingEntry::size)
                .containsExactly(text, 2L, "0o100640", (long) TEXT.length);
        assertThat(found.get("/~added/linked").sha256()).isEqualTo(text);
        assertThat(found.get("/~added/copied"))
                .extracting(ListingEntry::sha256, ListingEntry::nlink)
                .containsExactly(text, null);
        assertThat(found.get("/~added/empty").size()).isZero();
        assertThat(found.get("/~added/symlink").target()).isEqualTo("text");
    }
}
