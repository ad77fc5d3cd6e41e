package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.ImageBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests predictions for a scanner that walks through an image. */
class SequentialPrefetcherTest {
    private static final int SIZE = 100;
    private static final int FEW = 16;

    private SampleImage sample;
    private SequentialPrefetcher walker;

    @BeforeEach
    void begin() throws IOException {
        sample = manyFiles();
        walker = new SequentialPrefetcher(
                TreeOrder.of(sample.image()), sample.image().tree(), FEW, Long.MAX_VALUE);
    }

    /** 300 files in one directory and 100 in another, beside a few others. */
    static SampleImage manyFiles() throws IOException {
        String[] more = new String[400];
        for (int file = 0; file < more.length; file++) {
            more[file] = String.format("/%s/f%03d", file % 4 == 3 ? "etc" : "usr/share", file);
        }
        return SampleImage.of(ImageBuilder.v6(), more);
    }

    /** The files of the larger directory, in order. */
    static List<String> walk(SampleImage sample) {
        return sample.paths().stream()
                .filter(path -> path.startsWith("usr/share/f"))
                .toList();
    }

    private List<String> read(String file, long bytes) {
        SequentialPrefetcher.Next next = walker.reads(sample.file(file), SIZE, bytes);
        return sample.places(next.chunks(sample.image().tree()));
    }

    @Test
    void afterAFewFilesTheNextAreExpectedAndAlwaysMore() {
        List<String> walk = walk(sample);
        List<Integer> asked = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int file = 0; file < 290; file++) {
            List<String> next = read(walk.get(file), 1 << 20);
            if (!next.isEmpty()) {
                asked.add(next.size());
                expected.addAll(next);
                assertThat(expected).doesNotHaveDuplicates();
            }
        }
        assertThat(asked.get(0)).isBetween(16, 128);
        assertThat(asked).hasSizeLessThan(16);
        assertThat(expected).contains(walk.get(40) + " 0", walk.get(150) + " 0", walk.get(289) + " 0");
        assertThat(expected).doesNotContain(walk.get(3) + " 0");
    }

    @Test
    void filesThatAreReadHereAndThereSayNothing() {
        for (int file = 0; file < sample.paths().size(); file += 5) {
            assertThat(read(sample.paths().get(file), 1 << 20)).isEmpty();
        }
    }

    @Test
    void filesThatTheKernelWasGivenCountAsReadOnceTheProgramGoesOnAfterThem() {
        List<String> walk = walk(sample);
        read(walk.get(0), 1000);
        walk.subList(1, 40).forEach(file -> walker.stored(sample.file(file)));

        assertThat(read(walk.get(40), 1000)).contains(walk.get(41) + " 0");
    }

    @Test
    void filesThatTheKernelWasGivenSayNothingOfAProgramThatSkipsThem() {
        List<String> walk = walk(sample);
        read(walk.get(0), 1000);
        walk.subList(1, 40).forEach(file -> walker.stored(sample.file(file)));

        assertThat(read(walk.get(200), 1000)).isEmpty();
    }

    @Test
    void aWalkIsFollowedToTheLastFile() {
        List<String> expected = new ArrayList<>();
        for (String file : sample.paths()) {
            expected.addAll(read(file, 1 << 20));
        }
        List<String> paths = sample.paths();
        assertThat(expected).contains(paths.get(paths.size() - 1) + " 0");
    }

    @Test
    void nothingIsExpectedWhereTheSourceWouldForgetIt() {
        walker = new SequentialPrefetcher(
                TreeOrder.of(sample.image()), sample.image().tree(), FEW, 1000);
        for (String file : walk(sample)) {
            assertThat(read(file, 0)).isEmpty();
        }
    }

    @Test
    void aJumpToTheEndSaysNothing() {
        List<String> walk = walk(sample);
        for (String file : walk.subList(0, 10)) {
            assertThat(read(file, 1000)).isEmpty();
        }
        assertThat(read(walk.get(walk.size() - 1), 1000)).isEmpty();
    }

    @Test
    void readingOneFileForLongIsNoWalk() {
        for (int part = 0; part < 100; part++) {
            assertThat(read("bin/tool", 1 << 20)).isEmpty();
        }
    }

    /** Files of a directory before those below it: the places by names have gaps then. */
    @Test
    void bothOrdersAreFollowed() throws IOException {
        String[] more = new String[300];
        for (int file = 0; file < more.length; file++) {
            more[file] = String.format("/usr/%s%03d", file % 3 == 0 ? "a" : "share/f", file);
        }
        sample = SampleImage.of(ImageBuilder.v6(), more);
        TreeOrder order = TreeOrder.of(sample.image());
        for (TreeOrder.Kind kind : TreeOrder.Kind.values()) {
            walker = new SequentialPrefetcher(order, sample.image().tree(), FEW, Long.MAX_VALUE);
            List<String> expected = new ArrayList<>();
            for (String file : inOrder(sample, order, kind)) {
                expected.addAll(read(file, 1 << 20));
            }
            assertThat(expected).hasSizeGreaterThan(200);
        }
    }

    @Test
    void filesAreInTheOrdersOfWalks() throws IOException {
        SampleImage deep = SampleImage.of(ImageBuilder.v6(), "/usr/a", "/usr/z", "/etc/b");
        TreeOrder order = TreeOrder.of(deep.image());

        assertThat(inOrder(deep, order, TreeOrder.Kind.BY_NAMES))
                .containsExactly(
                        "bin/small",
                        "bin/tool",
                        "etc/b",
                        "etc/conf",
                        "usr/a",
                        "usr/share/a.json",
                        "usr/share/b.json",
                        "usr/share/text",
                        "usr/z");
        assertThat(inOrder(deep, order, TreeOrder.Kind.FILES_FIRST))
                .containsExactly(
                        "bin/small",
                        "bin/tool",
                        "etc/b",
                        "etc/conf",
                        "usr/a",
                        "usr/z",
                        "usr/share/a.json",
                        "usr/share/b.json",
                        "usr/share/text");
    }

    private static List<String> inOrder(SampleImage sample, TreeOrder order, TreeOrder.Kind kind) {
        List<String> paths = new ArrayList<>();
        for (int place = 0; place < order.size(); place++) {
            long number = order.number(order.byNames(place, kind));
            String path = sample.paths().stream()
                    .filter(one -> sample.file(one).number() == number)
                    .findFirst()
                    .orElseThrow();
            assertThat(order.place(sample.file(path), kind)).isEqualTo(place);
            paths.add(path);
        }
        return paths;
    }
}
