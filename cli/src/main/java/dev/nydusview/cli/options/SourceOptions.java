package dev.nydusview.cli.options;

import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.backend.BackendConfiguration;
import java.io.IOException;
import java.nio.file.Path;
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

    @Option(
            names = "--twin",
            paramLabel = "WHICH",
            description = "Twins to read in place of a plain OCI image, that is Nydus images that name it as their "
                    + "subject or lie beside it in an index: never, trusted (only from --trust-twins) or any "
                    + "(default: never for scan, plugin run and authz; any, with a note, for other commands).")
    TwinPolicy.@Nullable Mode twin;

    @Option(
            names = "--trust-twins",
            paramLabel = "PATTERN",
            split = ",",
            description = "Repositories whose twins --twin=trusted accepts, such as registry.example/team/** (* and ? "
                    + "do not match a slash, ** does); may be repeated.")
    List<String> trusted = List.of();

    @Option(names = EnvironmentDefaults.NO_TWIN, fallbackValue = "true", hidden = true)
    boolean noTwin;

    @Option(
            names = "--blob-dir",
            paramLabel = "DIR",
            description = "Directory of the data blobs of a bootstrap: source, in files named by blob ID.")
    @Nullable
    Path blobDirectory;

    @Option(
            names = "--backend",
            paramLabel = "PLACE",
            converter = BackendConverter.class,
            description = "Place of the data blobs, instead of the registry or beside a bootstrap: dir:DIR, "
                    + "http(s)://HOST/PATH, s3://BUCKET/PREFIX[?endpoint=HOST&region=NAME] or "
                    + "oss://BUCKET/PREFIX[?endpoint=HOST]; keys are those of the environment.")
    @Nullable
    Backend backend;

    @Option(
            names = "--backend-config",
            paramLabel = "FILE",
            description =
                    "Configuration file of nydusd, in JSON or TOML, whose backend has the data blobs (localfs, s3, "
                            + "oss, http-proxy or registry).")
    @Nullable
    Path backendConfiguration;

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

    /** Returns the place of the blobs that these options name; null for none. */
    @Nullable
    Backend backend() throws IOException {
        if (backend != null && backendConfiguration != null) {
            throw wrong("--backend and --backend-config exclude each other");
        }
        return backendConfiguration == null ? backend : BackendConfiguration.read(backendConfiguration);
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
