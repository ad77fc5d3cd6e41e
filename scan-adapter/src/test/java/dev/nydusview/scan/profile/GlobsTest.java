package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void noPatternsMatchNothing() {
        assertThat(new Globs(List.of()).isEmpty()).isTrue();
        assertThat(new Globs(List.of()).matches("a")).isFalse();
        for (String one : List.of("a", "**/a", "**/*a", "a*")) {
            assertThat(new Globs(List.of(one)).isEmpty()).isFalse();
        }
    }
}
