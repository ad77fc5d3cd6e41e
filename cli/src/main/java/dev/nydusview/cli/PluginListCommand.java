package dev.nydusview.cli;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.CacheLocation;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.jobs.plugin.FailureLines;
import dev.nydusview.jobs.plugin.PluginFinder;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.manifest.PluginCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plugin list}. */
@Command(
        name = "list",
        description = {
            "Lists plugins, found by calling every executable below directories with the command info.",
            "",
            "Answers are cached until the executable or a file beside it changes. "
                    + "Executables that are not plugins are reported on standard error, with the reason.",
        },
        footer = {
            "  nydusview plugin list",
            "  nydusview plugin list /opt/plugins --glob '*/scan.py'",
            "  nydusview plugin list /opt/plugins --format json",
        })
final class PluginListCommand implements Subcommand {
    private final Environment environment;

    @Parameters(
            arity = "0..*",
            paramLabel = "DIR",
            hideParamSyntax = true,
            description = "Directories of plugins, or single plugins (default: the plugins that come with nydusview).")
    List<Path> places = List.of();

    @Option(
            names = "--glob",
            paramLabel = "GLOB",
            description = "Call only executables whose path relative to DIR matches GLOB.")
    @Nullable
    String glob;

    @Mixin
    CacheLocation cache = new CacheLocation();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    PluginListCommand(Environment environment) {
        this.environment = environment;
    }

    /** One plugin, as JSON. */
    record Item(String name, String version, String description, List<CommandItem> commands, String executable) {}

    /** One command of a plugin, as JSON. */
    record CommandItem(List<String> path, String type) {}

    /** An executable that is none. */
    record FailureItem(String executable, String reason) {}

    record Document(int schemaVersion, List<Item> plugins, List<FailureItem> failures) {}

    @Override
    public Integer call() throws IOException {
        Environment console = environment.with(output.verbosity(environment));
        Discovered found = new PluginFinder(console).list(places, glob, cache.root(environment.variables()));
        List<Item> items = found.plugins().stream().map(PluginListCommand::item).toList();
        List<FailureItem> failures = found.failures().stream()
                .map(failure -> new FailureItem(failure.executable().toString(), failure.reason()))
                .toList();
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            format.format().print(out, new Document(1, items, failures), items, text -> {
                Table table = new Table("NAME", "VERSION", "COMMANDS", "DESCRIPTION");
                items.forEach(item -> table.row(
                        SafeText.controls(item.name()),
                        SafeText.controls(item.version()),
                        SafeText.controls(commands(item)),
                        SafeText.controls(item.description())));
                table.print(text);
            });
        }
        FailureLines.of(found.failures()).forEach(environment::say);
        return ExitCode.OK.code();
    }

    private static Item item(Plugin plugin) {
        return new Item(
                plugin.name(),
                plugin.manifest().version(),
                plugin.manifest().description(),
                plugin.manifest().commands().stream()
                        .map(command -> new CommandItem(command.path(), command.type()))
                        .toList(),
                plugin.executable().toString());
    }

    private static String commands(Item item) {
        return item.commands().stream()
                .map(command -> new PluginCommand(command.path(), command.type()).label() + " (" + command.type() + ")")
                .collect(Collectors.joining(", "));
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
