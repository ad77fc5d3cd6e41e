package dev.nydusview.rafswriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.built.SampleTrees;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafswriter.tree.NewImage;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.Latin1;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V6Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees that another builder writes, read from its image, written again, and compared with the tree itself. */
class GeneratedTreesTest {
    private static final int RANDOM_TREES = 20;

    @TempDir
    Path directory;

    static Stream<BuiltImage> images() {
        Stream<SourceTree> trees = Stream.concat(
                Stream.of(SampleTrees.everyKind(), SampleTrees.hugeDirectory(5), new SourceTree()),
                IntStream.range(0, RANDOM_TREES).mapToObj(GeneratedTreesTest::random));
        return trees.flatMap(tree -> Stream.of(
                ImageBuilder.v5().chunkSize(SampleTrees.CHUNK).build(tree),
                ImageBuilder.v6().chunkSize(SampleTrees.CHUNK).build(tree),
                ImageBuilder.v6()
                        .chunkSize(1 << 16)
                        .shape(V6Shape.CHUNK_INFO_V2)
                        .build(tree)));
    }

    /** Directories with names, targets and attributes whose sizes meet the ends of blocks in many ways. */
    private static SourceTree random(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SourceTree tree = new SourceTree();
        List<String> directories = new ArrayList<>(List.of(""));
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String path = directories.get(random.nextInt(directories.size())) + "/" + name(random, i);
            Attributes attributes = attributes(random);
            switch (random.nextInt(6)) {
                case 0 -> directories.add(added(path, tree.directory(path, attributes.permissions(0711))));
                case 1 -> tree.symlink(path, "t".repeat(1 + random.nextInt(4096)), attributes);
                case 2 -> tree.fifo(path, attributes);
                case 3 -> files.add(added(path, tree.file(path, SampleTrees.text(random.nextInt(40_000)), attributes)));
                case 4 -> files.add(added(path, tree.file(path, new byte[random.nextInt(2)], attributes)));
                default -> {
                    if (!files.isEmpty()) {
                        tree.hardLink(path, files.get(random.nextInt(files.size())));
                    }
                }
            }
        }
        return tree;
    }

    private static String added(String path, SourceTree unused) {
        return path;
    }

    private static String name(SplittableRandom random, int number) {
        byte[] bytes = new byte[1 + random.nextInt(20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (1 + random.nextInt('/' - 1));
        }
        return Latin1.of(bytes) + "x".repeat(random.nextInt(5) == 0 ? 200 : 0) + number;
    }

    private static Attributes attributes(SplittableRandom random) {
        Attributes attributes = Attributes.FILE
                .owner(random.nextLong(1L << 32), random.nextLong(1L << 32))
                .mtime(random.nextInt(), 7);
        return random.nextInt(4) > 0
                ? attributes
                : attributes
                        .xattr("user.some", "v".repeat(random.nextInt(4200)))
                        .xattr("trusted.t", "");
    }

    @ParameterizedTest
    @MethodSource("images")
    void areReadBackEqual(BuiltImage built) throws IOException {
        ByteBuffer bootstrap = written(built);
        Bootstraps.assertSound(bootstrap);
        built.listing().assertMatches(listing(built, bootstrap));
        assertThat(written(built)).isEqualTo(bootstrap);
    }

    private ByteBuffer written(BuiltImage built) throws IOException {
        RafsImage image = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        return Bootstraps.write(NewImage.of(image), directory);
    }

    private Listing listing(BuiltImage built, ByteBuffer bootstrap) throws IOException {
        for (Map.Entry<String, ByteBuffer> blob : built.blobs().entrySet()) {
            byte[] bytes = new byte[blob.getValue().remaining()];
            blob.getValue().duplicate().get(bytes);
            Files.write(directory.resolve(blob.getKey()), bytes);
        }
        RafsImage image = RafsImage.open(bootstrap);
        return TreeListing.of(
                image.tree(), new FileReader(image.tree(), new BlobChunkSource(image, new DirectoryBlobs(directory))));
    }
}
