package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Package comments say which packages of the same module use a package: a sentence {@code Used by ...}, absent if none
 * does. With {@code -Dupdate.cli.docs=true} that sentence is written again.
 */
class PackageCommentTest {
    private static final boolean UPDATE = Boolean.getBoolean("update.cli.docs");
    private static final String PREFIX = "dev.nydusview.";
    private static final Pattern COMMENT = Pattern.compile("(?s)^/\\*\\*.*?\\*/");
    private static final Pattern USED_BY = Pattern.compile("[\\s*]*(Used\\s[^<]*?\\}\\.)");
    private static final Pattern END = Pattern.compile("\\s+(\\*\n|\\*/)");
    private static final Pattern USE = Pattern.compile("dev\\.nydusview\\.[a-z0-9.]+(?=\\.[A-Z])");

    @Test
    void packagesSayWhoUsesThem() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map<String, List<Path>> module : modules()) {
            for (Map.Entry<String, List<Path>> each : module.entrySet()) {
                Path file = each.getValue().get(0).resolveSibling("package-info.java");
                String wanted = sentence(users(each.getKey(), module));
                String comment = comment(file);
                if (!found(comment).equals(wanted)) {
                    wrong.add(each.getKey() + ": " + (wanted.isEmpty() ? "used by no other package" : wanted));
                    update(file, comment, wanted);
                }
            }
        }
        assertThat(UPDATE ? List.of() : wrong)
                .as("package comments, to be corrected with -Dupdate.cli.docs=true")
                .isEmpty();
    }

    /** Returns the sources of each module by package. */
    private static List<Map<String, List<Path>>> modules() throws IOException {
        Map<Path, Map<String, List<Path>>> modules = new TreeMap<>();
        for (Path source : Sources.java()) {
            Path path = Sources.ROOT.relativize(source);
            if (path.startsWith(path.getName(0).resolve("src/main/java")) && path.getNameCount() > 7) {
                String name =
                        path.subpath(6, path.getNameCount() - 1).toString().replace('/', '.');
                modules.computeIfAbsent(path.getName(0), unused -> new TreeMap<>())
                        .computeIfAbsent(name, unused -> new ArrayList<>())
                        .add(source);
            }
        }
        return List.copyOf(modules.values());
    }

    private static Set<String> users(String name, Map<String, List<Path>> module) {
        Set<String> users = new TreeSet<>();
        module.forEach((other, sources) -> {
            if (!other.equals(name) && sources.stream().anyMatch(source -> uses(source, name))) {
                users.add(other);
            }
        });
        return users;
    }

    private static boolean uses(Path source, String name) {
        return !source.endsWith("package-info.java")
                && USE.matcher(Sources.text(source)).results().anyMatch(use -> use.group()
                        .equals(PREFIX + name));
    }

    private static String sentence(Set<String> users) {
        List<String> names = users.stream().map(user -> "{@code " + user + "}").toList();
        int last = names.size() - 1;
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> "Used by " + names.get(0) + ".";
            default ->
                "Used by " + names.subList(0, last).stream().collect(Collectors.joining(", ")) + " and "
                        + names.get(last) + ".";
        };
    }

    private static String comment(Path file) {
        Matcher comment = COMMENT.matcher(Sources.text(file));
        assertThat(comment.find()).as("%s begins with a comment", file).isTrue();
        return comment.group();
    }

    private static String found(String comment) {
        Matcher sentence = USED_BY.matcher(comment);
        return sentence.find() ? sentence.group(1).replaceAll("\\s+(?:\\* )?", " ") : "";
    }

    /** Writes the sentence at the end of the first paragraph, on lines of its own. */
    private static void update(Path file, String comment, String wanted) throws IOException {
        if (UPDATE) {
            String lines = wanted.isEmpty() ? "" : wanted.replaceAll("(.{1,115}[^ ])(?: |$)", "\n * $1");
            String without = USED_BY.matcher(comment).replaceFirst("").replaceFirst("^/\\*\\* ", "/**\n * ");
            String with = END.matcher(without).replaceFirst(Matcher.quoteReplacement(lines) + "\n $1");
            Files.writeString(file, with + Sources.text(file).substring(comment.length()));
        }
    }
}
