package dev.nydusview.cli;

import dev.nydusview.base.Ownership;
import dev.nydusview.base.Quantity;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.CacheDirectory;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.cache.CacheCatalog;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.ImageName;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.scan.store.CachedResult;
import dev.nydusview.scan.store.ResultStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cache ls}. */
@Command(
        name = "ls",
        description =
                "Lists names of images with their last known digests, repositories of which it is remembered what was read, "
                        + "bootstraps, unpacked images, blobs, class archives of the JVM and scan results in the cache, "
                        + "with their sizes on disk.",
        footer = {
            "  nydusview cache ls",
            "  nydusview cache ls --format json",
            "  nydusview cache ls --cache-dir /var/cache/nydusview",
        })
final class CacheLsCommand implements Subcommand {
    private final Environment environment;

    @Mixin
    CacheDirectory cache = new CacheDirectory();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    CacheLsCommand(Environment environment) {
        this.environment = environment;
    }

    /** A name, record of reads, blob, bootstrap, unpacked image, class archive or scan result; {@code chunks} is 0 except for blobs. */
    record Item(String kind, String name, long chunks, long bytes, String lastUsed) {}

    record Document(int schemaVersion, String directory, long bytes, List<Item> items) {}

    @Override
    public Integer call() throws IOException {
        CacheLayout layout = cache.layout(environment.variables());
        Optional<String> objection = Ownership.objection(layout.root());
        if (objection.isPresent()) {
            throw new CommandException(ExitCode.FAILURE, "this cache is not used: " + objection.get());
        }
        List<Item> items = new ArrayList<>(items(new CacheCatalog(layout)));
        for (CachedResult kept : ResultStore.in(layout.root()).all()) {
            items.add(new Item(
                    "result",
                    kept.scanner() + " " + kept.image(),
                    0,
                    kept.bytes(),
                    kept.scanned().toString()));
        }
        long bytes = items.stream().mapToLong(Item::bytes).sum();
        String directory = layout.root().toString();
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            format.format().print(out, new Document(1, directory, bytes, items), items, text -> {
                Table table = new Table("KIND", "NAME", ">CHUNKS", ">SIZE", "LAST USED");
                items.forEach(item -> table.row(
                        item.kind(),
                        new ImageName(item.name()),
                        item.chunks(),
                        Quantity.bytes(item.bytes()),
                        item.lastUsed()));
                table.print(text);
                text.line(directory + ": " + Quantity.bytes(bytes));
            });
        }
        return ExitCode.OK.code();
    }

    private static List<Item> items(CacheCatalog catalog) throws IOException {
        List<Item> items = new ArrayList<>();
        catalog.references()
                .forEach(one -> items.add(new Item(
                        "name",
                        one.name() + " " + one.digest(),
                        0,
                        0,
                        one.lastUsed().toString())));
        catalog.reads()
                .forEach(one -> items.add(new Item(
                        "reads",
                        one.repository() + " (" + Quantity.of(one.files(), "file") + ")",
                        0,
                        one.bytes(),
                        one.lastUsed().toString())));
        catalog.bootstraps()
                .forEach(one -> items.add(new Item(
                        "bootstrap", one.name(), 0, one.bytes(), one.lastUsed().toString())));
        catalog.images()
                .forEach(one -> items.add(new Item(
                        "image", one.name(), 0, one.bytes(), one.lastUsed().toString())));
        catalog.blobs()
                .forEach(one -> items.add(new Item(
                        "blob",
                        one.name(),
                        one.chunks(),
                        one.bytes(),
                        one.lastUsed().toString())));
        catalog.archives()
                .forEach(one -> items.add(new Item(
                        "archive", one.name(), 0, one.bytes(), one.lastUsed().toString())));
        return items;
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
