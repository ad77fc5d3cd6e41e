package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories of more entries than any buffer holds, and files of more names than 16 bits count. */
@Tag("mount")
class LargeDirectoryTest {
    private static final int ENTRIES = 60_000;
    private static final int LINKS = 66_000;
    private static final int SMALL = 1 << 10;
    private static final int REGULAR = 8;

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    private static BuiltTree built(String version, SourceTree tree) throws IOException {
        return BuiltTree.of(version.equals("v5") ? ImageBuilder.v5() : ImageBuilder.v6(), tree);
    }

    /** Names in the order of their bytes, which is that of listings. */
    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(String.format("%05d", i) + "x".repeat(i % 37));
        }
        return names;
    }

    private static List<String> listed(List<String> names) {
        List<String> listed = new ArrayList<>(List.of(".", ".."));
        listed.addAll(names);
        return listed;
    }

    private static BuiltTree large(String version, List<String> names) throws IOException {
        SourceTree tree = new SourceTree().directory("/d");
        names.forEach(name -> tree.file("/d/" + name, new byte[0]));
        return built(version, tree);
    }

    private static List<String> nameOf(List<NativeCalls.Entry> entries) {
        return entries.stream().map(NativeCalls.Entry::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void smallBuffersShowEachEntryOnceAndInOrder(String version) throws Exception {
        List<String> names = names(ENTRIES);
        try (ImageMount mount = TestMounts.start(large(version, names), directory);
                NativeCalls listing = NativeCalls.directory(directory.resolve("d"))) {
            List<NativeCalls.Entry> entries = listing.allEntries(SMALL);

            assertThat(nameOf(entries)).isEqualTo(listed(names));
            assertThat(entries.stream().map(NativeCalls.Entry::inode).distinct())
                    .hasSizeGreaterThanOrEqualTo(ENTRIES + 1);
            assertThat(entries.stream().skip(2).map(NativeCalls.Entry::type)).containsOnly(REGULAR);
            assertThat(entries.stream().map(NativeCalls.Entry::offset).distinct())
                    .hasSize(entries.size());
            assertThat(listing.entries(SMALL)).isEmpty();
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void listingsContinueWhereverTheyAreSetBack(String version) throws Exception {
        List<String> names = names(ENTRIES);
        Random random = new Random(version.hashCode());
        try (ImageMount mount = TestMounts.start(large(version, names), directory);
                NativeCalls listing = NativeCalls.directory(directory.resolve("d"))) {
            List<NativeCalls.Entry> entries = listing.allEntries(SMALL);
            for (int i = 0; i < 300; i++) {
                int at = random.nextInt(entries.size() - 1);
                listing.seek(entries.get(at).offset());
                List<NativeCalls.Entry> next = listing.entries(SMALL);
                assertThat(next).isNotEmpty().isEqualTo(entries.subList(at + 1, at + 1 + next.size()));
                if (i % 100 == 50) {
                    dropIfPossible();
                }
            }
            listing.seek(entries.get(entries.size() - 1).offset());
            assertThat(listing.entries(SMALL)).isEmpty();

            listing.seek(0);
            assertThat(listing.allEntries(1 << 15)).isEqualTo(entries);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** As {@code rewinddir} does. */
    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void listingsThatBreakOffBeginAnew(String version) throws Exception {
        List<String> names = names(ENTRIES);
        try (ImageMount mount = TestMounts.start(large(version, names), directory);
                NativeCalls listing = NativeCalls.directory(directory.resolve("d"))) {
            for (int i = 0; i < 500; i++) {
                assertThat(listing.entries(SMALL)).isNotEmpty();
            }
            dropIfPossible();
            assertThat(listing.entries(SMALL)).isNotEmpty();
            listing.seek(0);
            assertThat(nameOf(listing.allEntries(SMALL))).isEqualTo(listed(names));
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    private static void dropIfPossible() throws IOException {
        if (PageCache.canDrop()) {
            PageCache.drop(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void aFileHasAsManyNamesAsTheImageGivesIt(String version) throws Exception {
        byte[] content = BuiltTree.content(1, 5000);
        List<String> names = names(LINKS);
        SourceTree tree = new SourceTree().directory("/d").file("/d/" + names.get(0), content);
        names.subList(1, LINKS).forEach(name -> tree.hardLink("/d/" + name, "/d/" + names.get(0)));
        BuiltTree built = built(version, tree);
        try (ImageMount mount =
                TestMounts.start(built, built.source(), directory, ServeOptions.DEFAULT.withEveryOpen())) {
            Path links = directory.resolve("d");
            String found = Programs.run("find", links.toString(), "-type", "f", "-links", "66000", "-printf", "%i\\n");
            assertThat(found.lines()).hasSize(LINKS);
            assertThat(found.lines().distinct()).hasSize(1);
            for (int i : List.of(0, 1, 33_333, LINKS - 1)) {
                assertThat(links.resolve(names.get(i))).hasBinaryContent(content);
                assertThat(Files.getAttribute(links.resolve(names.get(i)), "unix:nlink"))
                        .isEqualTo(LINKS);
            }
            assertThat(mount.ledger().opens())
                    .extracting(ReadLedger.Open::path)
                    .containsExactly(
                            "/d/" + names.get(0),
                            "/d/" + names.get(1),
                            "/d/" + names.get(33_333),
                            "/d/" + names.get(LINKS - 1));
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }
}
