package dev.nydusview.cli;

import dev.nydusview.base.Quantity;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.CacheDirectory;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.cache.CacheCatalog;
import dev.nydusview.image.cache.ClearedCache;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.scan.store.ResultStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cache clear}. */
@Command(
        name = "clear",
        description =
                "Removes blobs, bootstraps, scan results, unpacked images, and what was read of repositories, from the "
                        + "cache. Unpacked images "
                        + "in use stay, and running mounts keep working.",
        footer = {
            "  nydusview cache clear",
            "  nydusview cache clear --cache-dir /var/cache/nydusview",
            "  NYDUSVIEW_CACHE_DIR=/var/cache/nydusview nydusview cache clear",
        })
final class CacheClearCommand implements Subcommand {
    private final Environment environment;

    @Mixin
    CacheDirectory cache = new CacheDirectory();

    @Mixin
    OutputOptions output = new OutputOptions();

    CacheClearCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        CacheLayout layout = cache.layout(environment.variables());
        ClearedCache cleared = new CacheCatalog(layout).clear();
        ResultStore.in(layout.root()).clear();
        if (!output.quiet()) {
            environment.say("removed " + Quantity.of(cleared.blobs(), "blob") + ", "
                    + Quantity.of(cleared.bootstraps(), "bootstrap") + " and "
                    + Quantity.of(cleared.images(), "unpacked image") + ", " + Quantity.bytes(cleared.bytes()));
        }
        if (cleared.imagesInUse() > 0) {
            environment.say(Quantity.of(cleared.imagesInUse(), "unpacked image") + " in use not removed");
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
