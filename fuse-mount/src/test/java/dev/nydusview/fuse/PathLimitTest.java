package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of a mount that no program can open by their paths, as those have more bytes than the kernel takes. */
@Tag("mount")
class PathLimitTest {
    private static final int MAX_PATH = 4095;

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
    }

    /** Directories in each other, the last of which has {@code length} bytes in its path. */
    private static String deep(SourceTree tree, int length) {
        StringBuilder path = new StringBuilder();
        while (path.length() < length) {
            int left = length - path.length();
            path.append('/').append("d".repeat((left > 400 ? 200 : left > 200 ? left / 2 : left) - 1));
            tree.directory(path.toString());
        }
        return path.toString();
    }

    private int mountPointLength() throws IOException {
        return directory.toRealPath().toString().length();
    }

    private ImageMount mount(SourceTree tree) throws IOException {
        BuiltTree built = BuiltTree.of(ImageBuilder.v6(), tree);
        RafsImage image = built.image();
        MountOptions options = new MountOptions("nydusview:test", false, List.of(), false, true, ServeOptions.DEFAULT);
        return TestMounts.start(image, new FileReader(image.tree(), built.source()), directory, options);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void areEnteredWhenTheyAreListed() throws IOException {
        SourceTree tree = new SourceTree();
        String deep = deep(tree, MAX_PATH - mountPointLength() - "/1234567".length());
        tree.file(deep + "/1234567", "fits".getBytes(StandardCharsets.US_ASCII))
                .file(deep + "/12345678", new byte[1])
                .directory(deep + "/123456789");
        try (ImageMount mount = mount(tree)) {
            Path last = Path.of(directory.toRealPath() + deep);

            assertThat(names(last)).containsExactly("1234567", "12345678", "123456789");

            assertThat(last.resolve("1234567")).hasContent("fits");
            assertThatThrownBy(() -> Files.size(last.resolve("12345678"))).hasMessageContaining("File name too long");
            assertThat(mount.ledger().failures())
                    .extracting(ReadLedger.Failure::path)
                    .containsExactly(deep + "/12345678", deep + "/123456789");
            assertThat(mount.ledger().failures().get(0)).satisfies(failure -> {
                assertThat(failure.cause()).startsWith("has a path of 4096 bytes under " + directory.toRealPath());
                assertThat(failure.offset()).isEqualTo(ReadLedger.NO_OFFSET);
                assertThat(failure.pid()).isEqualTo(ProcessHandle.current().pid());
            });
        }
    }

    /** As the kernel keeps listings, a second program that lists is otherwise never seen. */
    @Test
    void areToldOfEachProgramThatListsThem() throws Exception {
        SourceTree tree = new SourceTree();
        String deep = deep(tree, 990);
        tree.file(deep + "/" + "f".repeat(200), new byte[1]);
        Set<Integer> listing = ConcurrentHashMap.newKeySet();
        AccessListener listener = new AccessListener() {
            @Override
            public FileListener opened(Inode file, Caller caller) {
                return new FileListener() {};
            }

            @Override
            public void listed(Caller caller, int bytes) {
                listing.add(caller.process().id());
            }

            @Override
            public void failed(Caller caller, Throwable cause) {}
        };
        MountOptions options = BuiltTree.options(ServeOptions.DEFAULT.withEveryOpen());
        BuiltTree built = BuiltTree.of(tree);
        FileReader files = new FileReader(built.image().tree(), built.source());
        try (ImageMount mount = TestMounts.start(built.image(), files, directory, options, listener)) {
            Programs.run("find", directory.toString());
            Programs.run("find", directory.toString());

            assertThat(listing).hasSize(2);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void areNotEnteredOfWhatFits() throws IOException {
        SourceTree tree = new SourceTree();
        String deep = deep(tree, MAX_PATH - mountPointLength());
        try (ImageMount mount = mount(tree)) {
            assertThat(names(Path.of(directory.toRealPath() + deep))).isEmpty();
            try (Stream<Path> all = Files.walk(directory)) {
                assertThat(all).hasSizeGreaterThan(10);
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }
}
