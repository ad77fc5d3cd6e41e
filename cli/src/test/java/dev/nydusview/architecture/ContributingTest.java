package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CONTRIBUTING.md and its worked examples name files that exist, and changes that can still be applied to these files. */
class ContributingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9]+");
    private static final Pattern PATH = Pattern.compile("(docs|dev|python|plugins|testdata)/[\\w/.-]+");

    private static List<String> table() throws IOException {
        return Files.readString(ROOT.resolve("CONTRIBUTING.md"))
                .lines()
                .dropWhile(line -> !line.equals("## Where do I change X"))
                .takeWhile(line -> !line.equals("## House rules"))
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> CODE.matcher(line).results().map(code -> code.group(1)))
                .toList();
    }

    @Test
    void classesOfTheTableExist() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.find(
                ROOT, 20, (file, attributes) -> file.toString().matches(".*/src/(main|test)/java/.*\\.java"))) {
            classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(table().stream().filter(CLASS.asMatchPredicate()))
                .hasSizeGreaterThan(70)
                .isSubsetOf(classes);
    }

    @Test
    void filesOfTheTableExist() throws IOException {
        assertThat(table().stream().filter(PATH.asMatchPredicate()).map(ROOT::resolve))
                .hasSizeGreaterThan(20)
                .allMatch(Files::exists);
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/contributing"))) {
            return files.sorted().toList();
        }
    }

    /** Hunks of all changes of an example, each after the lines that name its file. */
    private static List<String> hunks(Path example) throws IOException {
        return Pattern.compile("(?ms)^```diff\n(.*?)^```$")
                .matcher(Files.readString(example))
                .results()
                .flatMap(block -> Stream.of(block.group(1).split("(?m)^(diff --git|@@) .*\n", -1)))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Lines of one side of a hunk: those of both sides, and those with {@code sign}. */
    private static String side(String hunk, String sign) {
        return hunk.lines()
                .filter(line -> line.startsWith(" ") || line.startsWith(sign))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    /** A hunk applies where its old lines are in one piece; who follows an example has its new ones. */
    @ParameterizedTest
    @MethodSource("examples")
    void changesOfExamplesCanBeApplied(Path example) throws IOException {
        String file = "";
        boolean created = false;
        for (String part : hunks(example)) {
            if (part.contains("+++ b/")) {
                file = part.replaceFirst("(?s).*\\+\\+\\+ b/", "").strip();
                created = part.contains("new file");
            } else if (!created) {
                String text = Files.readString(ROOT.resolve(file));
                assertThat(text.contains(side(part, "-")) || text.contains(side(part, "+")))
                        .as("%s has one side of\n%s", file, part)
                        .isTrue();
            }
        }
        assertThat(hunks(example)).hasSizeGreaterThan(3);
    }
}
