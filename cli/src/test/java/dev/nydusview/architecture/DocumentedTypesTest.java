package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Types that documents name exist. */
class DocumentedTypesTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CAMEL_CASE = Pattern.compile("(?<![\\w/-])[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+\\b");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");

    /** Code words of documents in the form of types that are not types of this project. */
    private static final Set<String> FOREIGN = Set.of(
            // the JDK and Jetty
            "ClosedChannelException",
            "ClosedFileSystemException",
            "FileSystem",
            "FileSystemException",
            "FileSystemLoopException",
            "HttpConnection",
            "IllegalArgumentException",
            "NoSuchFileException",
            "NotDirectoryException",
            "NotLinkException",
            "ReadOnlyFileSystemException",
            "ServiceLoader",
            // docker's API and its authorization protocol
            "AuthZPlugin",
            "AuthZRes",
            "ContainerSpec",
            "PluginSpec",
            "TaskTemplate",
            // names in events of plugins
            "AbnormalHistory",
            "BasicContainer",
            "BasicImage",
            "FilePath",
            "IaC",
            "MaliciousFile",
            "SensitiveEnv",
            "SensitiveFile",
            "SensitiveHistory",
            "UnsafeMount",
            // an example of a name to avoid
            "ForeignTargets");

    @Test
    void typesOfDocumentsExist() throws IOException {
        Set<String> types = types();
        List<String> unknown = new ArrayList<>();
        for (Path document : documents()) {
            for (String word : words(Sources.text(document))) {
                if (!types.contains(word) && !FOREIGN.contains(word)) {
                    unknown.add(Sources.ROOT.relativize(document) + ": " + word);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void foreignNamesAreUsedAndForeign() throws IOException {
        Set<String> used = documents().stream()
                .flatMap(document -> words(Sources.text(document)).stream())
                .collect(Collectors.toSet());
        assertThat(used).containsAll(FOREIGN);
        assertThat(types()).doesNotContainAnyElementsOf(FOREIGN);
    }

    private static List<Path> documents() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String directory : List.of("", "docs", "docs/adr", "docs/formats")) {
            all.addAll(Sources.documents(directory));
        }
        all.remove(Sources.ROOT.resolve("CHANGELOG.md")); // a record of earlier names
        all.remove(Sources.ROOT.resolve("CONTRIBUTING.md")); // its examples name what a contributor adds
        return all;
    }

    private static Set<String> words(String document) {
        Set<String> words = new TreeSet<>();
        Matcher code = CODE.matcher(BLOCK.matcher(document).replaceAll(""));
        while (code.find()) {
            CAMEL_CASE.matcher(code.group(1)).results().map(MatchResult::group).forEach(words::add);
        }
        return words;
    }

    private static Set<String> types() throws IOException {
        Set<String> types = new TreeSet<>();
        for (Path source : Sources.java()) {
            DECLARED.matcher(Sources.text(source))
                    .results()
                    .map(declaration -> declaration.group(1))
                    .forEach(types::add);
        }
        return types;
    }
}
