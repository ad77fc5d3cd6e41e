package dev.nydusview.cli;

import dev.nydusview.base.Quantity;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.CacheDirectory;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.cache.CacheVerification;
import dev.nydusview.image.cache.DamagedItem;
import dev.nydusview.image.cache.VerifiedCache;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cache verify}. */
@Command(
        name = "verify",
        description =
                "Compares all manifests, bootstraps and chunks in the cache with their digests, and removes what is "
                        + "damaged. No command needs this, as each verifies what it reads; it shows whether a disk is sound. "
                        + "Chunks of images whose bootstraps are not in the cache are counted and left alone.",
        footer = {
            "  nydusview cache verify",
            "  nydusview cache verify --quiet || echo 'the disk is failing'",
            "  nydusview cache verify --cache-dir /var/cache/nydusview",
        })
final class CacheVerifyCommand implements Subcommand {
    private final Environment environment;

    @Mixin
    CacheDirectory cache = new CacheDirectory();

    @Mixin
    OutputOptions output = new OutputOptions();

    CacheVerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        VerifiedCache found = new CacheVerification(cache.layout(environment.variables())).verify();
        found.damaged().forEach(item -> environment.say(described(item)));
        if (!output.quiet()) {
            environment.say("verified " + Quantity.of(found.documents(), "document") + ", "
                    + Quantity.of(found.bootstraps(), "bootstrap") + " and " + Quantity.of(found.chunks(), "chunk")
                    + (found.unknown() == 0 ? "" : "; not known: " + Quantity.of(found.unknown(), "chunk")));
        }
        return (found.damaged().isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY).code();
    }

    private static String described(DamagedItem item) {
        return item.kind().equals("blob")
                ? "damaged, removed: " + Quantity.of(item.chunks(), "chunk") + " of blob " + item.name()
                        + ", the first of them chunk " + item.firstChunk() + " at offset " + item.firstOffset()
                : "damaged, removed: " + item.kind() + " " + item.name();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.INTEGRITY);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
