package dev.nydusview.cli.options;

import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose one image of a source. */
@HelpGroup("Source")
final class SourceOptions {
    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "Platform as os/arch[/variant]: selects an image from an index; any other image must be for "
                    + "this platform (default: linux on this machine's CPU).")
    @Nullable
    String platform;

    @FromEnvironment(unless = EnvironmentDefaults.NO_TWIN)
    @Option(
            names = "--twin",
            paramLabel = "WHICH",
            description = "Twins to read in place of a plain OCI image, that is Nydus images that name it as their "
                    + "subject or lie beside it in an index: never, trusted (only from --trust-twins) or any "
                    + "(default: never for scan, plugin run and authz; any, with a note, for other commands).")
    TwinPolicy.@Nullable Mode twin;

    @FromEnvironment(
            onlyWith = "--twin",
            unless = {"--twin=any", "--twin=never", EnvironmentDefaults.NO_TWIN})
    @Option(
            names = "--trust-twins",
            paramLabel = "PATTERN",
            split = ",",
            description = "Repositories whose twins --twin=trusted accepts, such as registry.example/team/** (* and ? "
                    + "do not match a slash, ** does); may be repeated.")
    List<String> trusted = List.of();

    @FromEnvironment(unless = "--twin")
    @Option(names = EnvironmentDefaults.NO_TWIN, fallbackValue = "true", hidden = true)
    boolean noTwin;

    /**
     * The choice that these options make.
     *
     * @param otherwise if they say nothing
     */
    TwinPolicy twins(TwinPolicy.Mode otherwise) throws CommandException {
        if (noTwin && twin != null && twin != TwinPolicy.Mode.NEVER) {
            throw wrong("--no-twin contradicts --twin=" + twin);
        }
        TwinPolicy.Mode mode = noTwin ? TwinPolicy.Mode.NEVER : twin == null ? otherwise : twin;
        if ((mode == TwinPolicy.Mode.TRUSTED) == trusted.isEmpty()) {
            throw wrong(
                    trusted.isEmpty()
                            ? "--twin=trusted needs --trust-twins PATTERN, such as registry.example/team/**"
                            : "--trust-twins is for --twin=trusted, not for --twin=" + mode);
        }
        return new TwinPolicy(mode, trusted, false);
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
