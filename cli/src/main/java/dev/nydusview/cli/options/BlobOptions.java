package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.backend.BackendConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the place of data blobs. */
@HelpGroup(value = "Source", common = true)
class BlobOptions {
    @FromEnvironment(unless = "--backend-config")
    @Option(
            names = "--backend",
            paramLabel = "PLACE",
            converter = BackendConverter.class,
            description = "Place of the data blobs, instead of the registry or beside a bootstrap: dir:DIR, "
                    + "http(s)://HOST/PATH, s3://BUCKET/PREFIX[?endpoint=HOST&region=NAME] or "
                    + "oss://BUCKET/PREFIX[?endpoint=HOST]; keys are those of the environment.")
    @Nullable
    Backend backend;

    @FromEnvironment(unless = "--backend")
    @Option(
            names = "--backend-config",
            paramLabel = "FILE",
            description =
                    "Configuration file of nydusd, in JSON or TOML, whose backend has the data blobs (localfs, s3, "
                            + "oss, http-proxy or registry).")
    @Nullable
    Path backendConfiguration;

    /** Returns the place of the blobs that these options name; null for none. */
    @Nullable
    Backend backend() throws IOException {
        if (backend != null && backendConfiguration != null) {
            throw new CommandException(ExitCode.USAGE, "--backend and --backend-config exclude each other");
        }
        return backendConfiguration == null ? backend : BackendConfiguration.read(backendConfiguration);
    }

    /** Returns the directory of the blobs of a bare bootstrap; null for none. */
    @Nullable
    Path directory() {
        return null;
    }

    /** The options of commands that also read bare bootstraps. */
    @HelpGroup("Source")
    static final class OfAnySource extends BlobOptions {
        @Option(
                names = "--blob-dir",
                paramLabel = "DIR",
                description = "Directory of the data blobs of a bootstrap: source, in files named by blob ID.")
        @Nullable
        Path blobDirectory;

        @Override
        @Nullable
        Path directory() {
            return blobDirectory;
        }
    }
}
