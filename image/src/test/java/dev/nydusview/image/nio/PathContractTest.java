package dev.nydusview.image.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths of images are as those that the JDK has for Linux, which is the oracle. */
class PathContractTest {
    private static final List<String> TEXTS = List.of(
            "",
            "/",
            "a",
            "/a",
            "a/b",
            "/a/b",
            "a/b/c",
            "/a/b/c",
            "a-b",
            "/a/b/d",
            "b",
            "b/c",
            "é/名前",
            "/é/名前",
            ".",
            "..",
            "./a",
            "a/.",
            "../a",
            "a/..",
            "a/../b",
            "/..",
            "/../a",
            "/a/../..",
            "../../a",
            "a/../../b",
            "a/./b/../c",
            "//a///b/",
            "x\\y",
            "with space",
            "a.b.c",
            "...");

    private static FileSystem image;

    @BeforeAll
    static void open() throws IOException {
        image = Images.golden("v6-none-sha256");
    }

    @AfterAll
    static void close() throws IOException {
        image.close();
    }

    static List<String> texts() {
        return TEXTS;
    }

    private static void requireSame(String text, Function<Path, Object> question) {
        assertThat(answer(question, image.getPath(text))).as("\"%s\"", text).isEqualTo(answer(question, Path.of(text)));
    }

    /** Compares booleans and numbers as such, failures by their types, and anything else by its text. */
    private static Object answer(Function<Path, Object> question, Path path) {
        try {
            Object answer = question.apply(path);
            return answer instanceof Path ? answer.toString() : String.valueOf(answer);
        } catch (IllegalArgumentException e) {
            return IllegalArgumentException.class;
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void onePathIsAsOnLinux(String text) {
        List<UnaryOperator<Path>> paths = List.of(
                path -> path,
                Path::getRoot,
                Path::getFileName,
                Path::getParent,
                Path::normalize,
                path -> path.resolve("q/r"));
        paths.forEach(operation -> requireSame(text, operation::apply));
        requireSame(text, Path::isAbsolute);
        requireSame(text, Path::getNameCount);
        requireSame(text, path -> {
            List<String> names = new ArrayList<>();
            path.forEach(name -> names.add(name.toString()));
            return names;
        });
        for (int begin = -1; begin < 4; begin++) {
            for (int end = -1; end < 5; end++) {
                int from = begin;
                int to = end;
                requireSame(text, path -> path.subpath(from, to));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void twoPathsAreAsOnLinux(String text) {
        for (String other : TEXTS) {
            requireSame(text, path -> path.resolve(other));
            requireSame(text, path -> path.resolveSibling(other));
            requireSame(text, path -> path.startsWith(other));
            requireSame(text, path -> path.endsWith(other));
            requireSame(text, path -> path.equals(path.getFileSystem().getPath(other)));
            requireSame(
                    text,
                    path -> Integer.signum(path.compareTo(path.getFileSystem().getPath(other))));
            // The JDK's answers where dots are on the way differ from release to release.
            if (isPlain(text) && isPlain(other)) {
                requireSame(text, path -> path.relativize(path.getFileSystem().getPath(other)));
            }
        }
    }

    private static boolean isPlain(String text) {
        return Stream.of(text.split("/", -1)).noneMatch(name -> name.equals(".") || name.equals(".."));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void wayBetweenPathsLeadsToTheOther(String text) {
        Path from = image.getPath(text).normalize();
        for (String other : TEXTS) {
            Path to = image.getPath(other).normalize();
            if (from.isAbsolute() != to.isAbsolute()) {
                assertThatThrownBy(() -> from.relativize(to)).isInstanceOf(IllegalArgumentException.class);
            } else if (!from.startsWith("..")) {
                assertThat(from.resolve(from.relativize(to)).normalize()).isEqualTo(to);
            }
        }
    }

    @Test
    void wayBackThroughDotsIsRefused() {
        assertThatThrownBy(() -> image.getPath("a/..").relativize(image.getPath("b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("normalize it");
        assertThat(image.getPath("a/./b").relativize(image.getPath("a/c"))).hasToString("../c");
    }

    @Test
    void equalPathsHaveTheSameHashAndRelativePathsBeginAtTheRoot() {
        assertThat(image.getPath("/a//b/"))
                .isEqualTo(image.getPath("/", "a", "b"))
                .hasSameHashCodeAs(image.getPath("/a/b"));
        assertThat(image.getPath("", "a", "", "b")).isEqualTo(image.getPath("a/b"));
        assertThat(image.getPath("a").toAbsolutePath()).isEqualTo(image.getPath("/a"));
        assertThat(image.getPath("").toAbsolutePath()).isEqualTo(image.getPath("/"));
    }

    @Test
    void pathsOfOtherFileSystemsAreRefused() throws IOException {
        try (FileSystem another = Images.golden("v5-none-sha256")) {
            Path path = image.getPath("/a");
            assertThat(path).isNotEqualTo(another.getPath("/a"));
            assertThat(path.startsWith(another.getPath("/"))).isFalse();
            assertThat(path.endsWith(another.getPath("a"))).isFalse();
            assertThatThrownBy(() -> path.resolve(another.getPath("b"))).isInstanceOf(ProviderMismatchException.class);
            assertThatThrownBy(() -> path.relativize(Path.of("/b"))).isInstanceOf(ProviderMismatchException.class);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreLoneSurrogates() {
        byte[] bytes = {'a', (byte) 0xe9, '/', (byte) 0xc3, (byte) 0xa9, (byte) 0xf0, (byte) 0x9f, (byte) 0x8e};
        NydusPath path = NydusPath.of((NydusFileSystem) image, bytes);
        assertThat(path).hasToString("a\udce9/\u00e9\udcf0\udc9f\udc8e").isEqualTo(image.getPath(path.toString()));
        assertThat(path.bytes()).isEqualTo(bytes);
        assertThat(path.toUri().getRawSchemeSpecificPart()).endsWith("!/a%E9/%C3%A9%F0%9F%8E");
    }

    @Test
    void everyTwoBytesLeadBackToThemselves() {
        for (int first = 1; first < 256; first++) {
            for (int second = 1; second < 256; second++) {
                byte[] bytes = {(byte) first, (byte) second, (byte) 0xbf};
                assertThat(PathText.bytes(PathText.of(bytes))).isEqualTo(bytes);
            }
        }
    }

    @Test
    void textThatStandsForNothingIsRefused() {
        assertThatThrownBy(() -> image.getPath("a\0b")).isInstanceOf(InvalidPathException.class);
        assertThatThrownBy(() -> image.getPath("a\ud800")).isInstanceOf(InvalidPathException.class);
        assertThatThrownBy(() -> image.getPath("\udc7f")).isInstanceOf(InvalidPathException.class);
    }
}
