package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways of serving that differ in what the kernel asks for: by itself opened files, and opens that are told. */
@Tag("mount")
class KernelModesTest {
    private static final int FILES = 400;
    private static final List<Integer> BROKEN = List.of(0, 1, 17, 100, 101, 102, 255, FILES - 1);

    @TempDir
    Path directory;

    private final AtomicBoolean damaged = new AtomicBoolean(true);

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    /** Modes, and orders of reading. */
    enum Mode {
        PLAIN_IN_ORDER,
        PLAIN_AT_RANDOM,
        TOLD_IN_ORDER,
        VERIFIED_IN_ORDER,
        CONTAINED_IN_ORDER;

        private ServeOptions options() {
            return switch (this) {
                case PLAIN_IN_ORDER, PLAIN_AT_RANDOM -> ServeOptions.DEFAULT;
                case TOLD_IN_ORDER -> ServeOptions.DEFAULT.withEveryOpen();
                case VERIFIED_IN_ORDER -> new ServeOptions(1 << 20, false);
                case CONTAINED_IN_ORDER -> new ServeOptions(-1, true);
            };
        }
    }

    private static String name(int number) {
        return String.format("f%04d", number);
    }

    private static byte[] content(int number) {
        return BuiltTree.content(number, 1 + number * 37 % 9000);
    }

    private static SourceTree tree() {
        SourceTree tree = new SourceTree().directory("/d");
        IntStream.range(0, FILES).forEach(i -> tree.file("/d/" + name(i), content(i)));
        return tree;
    }

    /** Numbers of the files in the order of the listing, which a reader of all has asked for before. */
    private List<Integer> listed(boolean random) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("d"))) {
            files.forEach(file ->
                    numbers.add(Integer.valueOf(file.getFileName().toString().substring(1))));
        }
        assertThat(numbers).hasSize(FILES);
        if (random) {
            Collections.shuffle(numbers, new Random(5));
        }
        return numbers;
    }

    private Path file(int number) {
        return directory.resolve("d").resolve(name(number));
    }

    /** Files are stored ahead as far as the first one was read, so those of more than a page may be read once more. */
    @Test
    void plainMountsReadFarLessOftenThanTheyHaveFiles() throws Exception {
        TestMounts.assumeNative();
        try (ImageMount mount = TestMounts.start(BuiltTree.of(tree()), directory)) {
            for (int i : listed(false)) {
                assertThat(file(i)).hasBinaryContent(content(i));
            }
            assertThat(mount.ledger().totals().reads()).isPositive().isLessThan(FILES / 2);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void filesOfAPageAreReadByTheDirectory() throws Exception {
        TestMounts.assumeNative();
        SourceTree pages = new SourceTree().directory("/d");
        IntStream.range(0, FILES).forEach(i -> pages.file("/d/" + name(i), BuiltTree.content(i, 1 + i * 37 % 4096)));
        try (ImageMount mount = TestMounts.start(BuiltTree.of(pages), directory)) {
            for (int i : listed(false)) {
                assertThat(file(i)).hasBinaryContent(BuiltTree.content(i, 1 + i * 37 % 4096));
            }
            assertThat(mount.ledger().totals().reads()).isPositive().isLessThan(FILES / 20);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void plainMountsAreRightWhereNobodyKeepsToAnOrder() throws Exception {
        try (ImageMount mount = TestMounts.start(BuiltTree.of(tree()), directory)) {
            for (int round = 0; round < 2; round++) {
                for (int i : listed(true)) {
                    assertThat(file(i)).hasBinaryContent(content(i));
                }
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** Counts opens and bytes by the path that a file was opened by. */
    private static final class Told implements AccessListener {
        private final Map<String, AtomicInteger> opens = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> bytes = new ConcurrentHashMap<>();

        @Override
        public FileListener opened(Inode inode, Caller caller) {
            count(opens, caller.path(), 1);
            return new FileListener() {
                @Override
                public void read(long offset, ByteBuffer read) {
                    count(bytes, caller.path(), read.remaining());
                }
            };
        }

        @Override
        public void failed(Caller caller, Throwable cause) {
            throw new AssertionError(caller.path(), cause);
        }

        private static void count(Map<String, AtomicInteger> counts, String path, int number) {
            counts.computeIfAbsent(path, none -> new AtomicInteger()).addAndGet(number);
        }
    }

    @Test
    void everyOpenAndReadIsToldByThePathOfTheOpen() throws Exception {
        SourceTree tree = tree().directory("/links");
        IntStream.range(0, FILES).filter(i -> i % 3 == 0).forEach(i -> tree.hardLink("/links/l" + i, "/d/" + name(i)));
        Told told = new Told();
        BuiltTree built = BuiltTree.of(tree);
        try (ImageMount mount = TestMounts.start(
                built.image(),
                new FileReader(built.image().tree(), built.source()),
                directory,
                BuiltTree.options(ServeOptions.DEFAULT),
                told)) {
            for (int i : listed(false)) {
                assertThat(file(i)).hasBinaryContent(content(i));
            }
            for (int i = 0; i < FILES; i += 3) {
                assertThat(directory.resolve("links/l" + i)).hasBinaryContent(content(i));
            }
            for (int i = 0; i < FILES; i++) {
                String path = "/d/" + name(i);
                assertThat(told.opens.get(path)).as(path).hasValue(1);
                if (i % 3 == 0) {
                    assertThat(told.opens.get("/links/l" + i)).as(path).hasValue(1);
                } else {
                    assertThat(told.bytes.get(path)).as(path).hasValue(content(i).length);
                }
            }
            // A hard link's bytes may be in the page cache already, by another of its names.
            int links = IntStream.range(0, FILES)
                    .filter(i -> i % 3 == 0)
                    .map(i -> content(i).length)
                    .sum();
            int others = IntStream.range(0, FILES)
                    .filter(i -> i % 3 != 0)
                    .map(i -> content(i).length)
                    .sum();
            assertThat(told.bytes.values().stream().mapToInt(AtomicInteger::get).sum())
                    .isBetween(others + links, others + 2 * links);
            assertThat(mount.ledger().totals().filesOpened()).isEqualTo(FILES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void chunksThatCannotBeHadAreErrorsUntilTheyCan(Mode mode) throws Exception {
        BuiltTree built = BuiltTree.of(tree());
        GatedSource source = new GatedSource(built);
        for (int i : BROKEN) {
            source.damage("d/" + name(i));
        }
        try (ImageMount mount = TestMounts.start(built, source, directory, mode.options())) {
            assertBrokenAreErrors(mount, mode);
            source.repair();
            assertAllIsRight(mount);
        }
    }

    @ParameterizedTest
    @EnumSource
    void flippedBitsAreErrorsUntilTheyAreMended(Mode mode) throws Exception {
        List<String> paths = BROKEN.stream().map(i -> "d/" + name(i)).toList();
        BuiltTree built = BuiltTree.flipped(tree(), damaged::get, paths);
        try (ImageMount mount = TestMounts.start(built, built.source(), directory, mode.options())) {
            assertBrokenAreErrors(mount, mode);
            damaged.set(false);
            assertAllIsRight(mount);
        }
    }

    /** Reads all twice, as the second time much is in the page cache. */
    private void assertBrokenAreErrors(ImageMount mount, Mode mode) throws IOException {
        for (int round = 1; round <= 2; round++) {
            for (int i : listed(mode == Mode.PLAIN_AT_RANDOM)) {
                if (BROKEN.contains(i)) {
                    assertThatThrownBy(() -> Files.readAllBytes(file(i)))
                            .as(name(i))
                            .hasMessageContaining("Input/output error");
                } else {
                    assertThat(file(i)).hasBinaryContent(content(i));
                }
            }
            assertThat(mount.ledger().totals().failures()).isGreaterThanOrEqualTo((long) round * BROKEN.size());
        }
        assertThat(new TreeSet<>(mount.ledger().failures().stream()
                        .map(ReadLedger.Failure::path)
                        .toList()))
                .containsExactlyElementsOf(
                        BROKEN.stream().map(i -> "/d/" + name(i)).toList());
        assertThat(mount.ledger().failures())
                .extracting(ReadLedger.Failure::pid)
                .containsOnly((int) ProcessHandle.current().pid());
    }

    private void assertAllIsRight(ImageMount mount) throws IOException {
        long before = mount.ledger().totals().failures();
        for (int i : listed(false)) {
            assertThat(file(i)).hasBinaryContent(content(i));
        }
        assertThat(mount.ledger().totals().failures()).isEqualTo(before);
    }
}
