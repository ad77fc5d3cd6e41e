package dev.nydusview.cli;

import dev.nydusview.base.Quantity;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.AgeConverter;
import dev.nydusview.cli.options.CacheDirectory;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.SizeConverter;
import dev.nydusview.image.cache.CachePruning;
import dev.nydusview.image.cache.PrunedCache;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.scan.store.ResultStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cache prune}. */
@Command(
        name = "prune",
        description =
                "Removes from the cache what was used least recently, by age or size, and what only certain images "
                        + "have. Blobs are removed in parts of 4 MiB. Unpacked images in use stay, and running mounts keep working: they fetch again what they need.",
        footer = {
            "  nydusview cache prune --older-than 30d",
            "  nydusview cache prune --size 10G",
            "  nydusview cache prune --image registry.example/app:1.0-nydus",
            "  nydusview cache prune --older-than 12h --size 512M --cache-dir /var/cache/nydusview",
        })
final class CachePruneCommand implements Subcommand {
    private final Environment environment;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description =
                    "Remove what was not used for AGE, such as 30d or 12h: names and documents of images, what "
                            + "was read of their repositories, blobs, bootstraps, unpacked images, and scan results made before that.")
    @Nullable
    Duration age;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Remove blobs, bootstraps and unpacked images until these take at most SIZE together.")
    @Nullable
    Long size;

    @Option(
            names = "--image",
            paramLabel = "REF",
            description =
                    "Remove the name REF and what no other image in the cache has: documents, the bootstrap, the unpacked "
                            + "image, and parts of blobs in which others do not have chunks (may be repeated).")
    List<String> images = List.of();

    @Mixin
    CacheDirectory cache = new CacheDirectory();

    @Mixin
    OutputOptions output = new OutputOptions();

    CachePruneCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        if (age == null && size == null && images.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "say what to remove: --older-than AGE, --size SIZE or --image REF");
        }
        Set<String> names = new LinkedHashSet<>();
        images.forEach(image -> names.add(ImageReference.parse(image).toString()));
        CacheLayout layout = cache.layout(environment.variables());
        Instant oldest = age == null ? Instant.EPOCH : Instant.now().minus(age);
        PrunedCache pruned = new CachePruning(layout).prune(names, oldest, size == null ? Long.MAX_VALUE : size);
        int results = ResultStore.in(layout.root()).removeBefore(oldest);
        if (!output.quiet()) {
            environment.say("removed " + Quantity.of(pruned.stretches(), "part") + " of blobs, "
                    + Quantity.of(pruned.bootstraps(), "bootstrap") + ", "
                    + Quantity.of(pruned.images(), "unpacked image") + ", "
                    + Quantity.of(pruned.documents(), "document") + " and " + Quantity.of(results, "scan result") + ", "
                    + Quantity.bytes(pruned.bytes()) + "; images take " + Quantity.bytes(pruned.left()) + " now");
        }
        if (size != null && pruned.left() > size) {
            environment.say("what is left is in use, or belongs to files that stay until cache clear");
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.NOT_FOUND);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
