package dev.nydusview.cli.completion;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Kinds of what may stand at a place of a command line. */
enum ValueKind {
    /** An option that takes no value. */
    NONE,
    /** One of a few words. */
    WORDS,
    FILES,
    DIRECTORIES,
    /** A program, with its arguments. */
    PROGRAM,
    IMAGES,
    PATHS,
    REPOSITORIES,
    REGISTRIES,
    /** Something that nobody can guess. */
    OTHER;

    private static final Map<String, ValueKind> BY_LABEL = Map.ofEntries(
            Map.entry("FILE", FILES),
            Map.entry("JAR", FILES),
            Map.entry("PLUGIN", FILES),
            Map.entry("DIR", DIRECTORIES),
            Map.entry("REF", IMAGES),
            Map.entry("BEFORE", IMAGES),
            Map.entry("AFTER", IMAGES),
            Map.entry("LOWER", IMAGES),
            Map.entry("PATH", PATHS),
            Map.entry("PATH|CONDITION", PATHS),
            Map.entry("REPOSITORY", REPOSITORIES),
            Map.entry("HOST[/NAME]", REPOSITORIES),
            Map.entry("REGISTRY", REGISTRIES));

    static ValueKind of(ArgSpec argument) {
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            return NONE;
        }
        if (argument.parameterConsumer() != null) {
            return PROGRAM;
        }
        return argument.completionCandidates() == null ? BY_LABEL.getOrDefault(argument.paramLabel(), OTHER) : WORDS;
    }

    /** Tests whether candidates come from the program rather than from the script. */
    boolean isLocalData() {
        return switch (this) {
            case IMAGES, PATHS, REPOSITORIES, REGISTRIES -> true;
            default -> false;
        };
    }

    /** The name in scripts. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
