package dev.nydusview.scan.scanner;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Configuration files of syft and grype (anchore/fangs, finders.go). They may name any other file, and are in any of a
 * dozen languages, so the results of a program with such a file are not cached.
 */
final class AnchoreSettings {
    /** Extensions that viper knows. */
    private static final List<String> EXTENSIONS = List.of(
            "json", "toml", "yaml", "yml", "properties", "props", "prop", "hcl", "tfvars", "dotenv", "env", "ini");

    private final String program;
    private final List<String> extra;
    private final Map<String, String> variables;

    /** @param extra further arguments of the user */
    AnchoreSettings(String program, List<String> extra, Map<String, String> variables) {
        this.program = program;
        this.extra = extra;
        this.variables = variables;
    }

    /** Returns the places where such a file may be. */
    List<Path> places() {
        List<Path> stems = new ArrayList<>(List.of(Path.of("." + program), Path.of("." + program, "config")));
        CacheHome.home(variables).ifPresent(home -> stems.add(home.resolve("." + program)));
        stems.addAll(CacheHome.configurations(variables, program + "/config"));
        return stems.stream()
                .flatMap(stem ->
                        EXTENSIONS.stream().map(extension -> stem.resolveSibling(stem.getFileName() + "." + extension)))
                .toList();
    }

    /** Tests whether certainly no such file exists. */
    boolean areAbsent() {
        return !Arguments.mayHave(extra, "--config", 'c')
                && !variables.containsKey(program.toUpperCase(Locale.ROOT) + "_CONFIG")
                && CacheHome.areKnown(variables)
                && places().stream().allMatch(place -> Files.notExists(place, LinkOption.NOFOLLOW_LINKS));
    }
}
