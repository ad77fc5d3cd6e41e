package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "etc/passwd etc/passwd",
                "etc/*-release etc/os-release",
                "etc/?hadow etc/shadow",
                "**/package.json package.json",
                "**/package.json a/b/package.json",
                "**/*.jar a/b.jar",
                "**/*.jar .jar",
                "**/*.so.* usr/lib/libc.so.6",
                "var/lib/dpkg/status.d/** var/lib/dpkg/status.d/a/b",
                "a/**/z a/z",
                "a/**/z a/b/c/z",
                "**/conda-meta/*.json conda-meta/x.json",
                "**/conda-meta/*.json opt/conda-meta/x.json",
                "{,usr/}lib/apk/db/installed lib/apk/db/installed",
                "{,usr/}lib/apk/db/installed usr/lib/apk/db/installed",
                "{a,b{c,d}}/x bd/x",
                "a,b/* a,b/c",
                "a.b/* a.b/c",
                "[x]\\(+)^$|/* [x]\\(+)^$|/c",
                "\u76ee/*\u6807 \u76ee/x\u6807",
                "\ud83d\ude00/*.txt \ud83d\ude00/a.txt",
                "?.txt \ud83d\ude00.txt",
                "*.txt .txt",
            })
    void matches(String glob, String path) {
        assertThat(new Globs(List.of(glob)).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "etc/passwd usr/etc/passwd",
                "etc/passwd etc/passwd/x",
                "etc/* etc/a/b",
                "etc/? etc/ab",
                "a?b a/b",
                "**/package.json a/my-package.json",
                "**/package.json a/package.json/b",
                "**/*.jar a.jar/b",
                "**/*.jar a.jarx",
                "a/**/z az",
                "**/conda-meta/*.json xconda-meta/x.json",
                "**/conda-meta/*.json conda-meta/a/x.json",
                "a.b/* axb/c",
                "{a,b}/x c/x",
                "etc/** etcx/a",
            })
    void doesNotMatch(String glob, String path) {
        assertThat(new Globs(List.of(glob)).matches(path)).isFalse();
    }

    @Test
    void lineFeedsInNamesAreOrdinary() {
        assertThat(new Globs(List.of("a/*/c")).matches("a/\n/c")).isTrue();
        assertThat(new Globs(List.of("**/x/*")).matches("a\nb/x/c")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a", "a}", "}{", "{a,{b}", "a{b}}"})
    void bracesThatDoNotMatch(String glob) {
        assertThat(Globs.isGlob(glob)).isFalse();
    }

    /** Translates a pattern to a regular expression, independently of the code under test. */
    private static Pattern expression(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                regex.append(
                        switch (c) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            case '{' -> "(?:";
                            case '}' -> ")";
                            case ',' -> "|";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Makes a pattern whose braces match, with commas only in them, so that its translation stays short. */
    private static String randomGlob(Random random, int depth) {
        StringBuilder glob = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            if (depth < 2 && random.nextInt(8) == 0) {
                glob.append('{').append(randomGlob(random, depth + 1));
                for (int more = random.nextInt(3); more > 0; more--) {
                    glob.append(',').append(randomGlob(random, depth + 1));
                }
                glob.append('}');
            } else {
                glob.append("ab//.[*?*".charAt(random.nextInt(9)));
            }
        }
        return glob.toString();
    }

    @Test
    void agreesWithRegularExpressions() {
        Random random = new Random(17);
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            String glob = randomGlob(random, 0);
            Globs globs = new Globs(List.of(glob));
            Pattern expression = expression(glob);
            for (int j = 0; j < 10; j++) {
                StringBuilder path = new StringBuilder();
                for (int length = random.nextInt(8); length > 0; length--) {
                    path.append("ab/.[\n".charAt(random.nextInt(6)));
                }
                boolean expected = expression.matcher(path).matches();
                matched += expected ? 1 : 0;
                assertThat(globs.matches(path.toString()))
                        .as(glob + " and " + path)
                        .isEqualTo(expected);
            }
        }
        assertThat(matched).isGreaterThan(5_000);
    }

    @Test
    void noPatternsMatchNothing() {
        assertThat(new Globs(List.of()).isEmpty()).isTrue();
        assertThat(new Globs(List.of()).matches("a")).isFalse();
        for (String one : List.of("a", "**/a", "**/*a", "a*")) {
            assertThat(new Globs(List.of(one)).isEmpty()).isFalse();
        }
    }
}
