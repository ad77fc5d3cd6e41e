package dev.nydusview.cli;

import dev.nydusview.base.SafeText;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.jobs.plugin.PluginFinder;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.manifest.PluginCommand;
import dev.nydusview.plugin.manifest.PluginManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plugin info}. */
@Command(
        name = "info",
        description = "Shows the manifest that a plugin reports.",
        footer = {
            "  nydusview plugin info ./hello-plugin",
            "  nydusview plugin info ./hello-plugin --format json",
        })
final class PluginInfoCommand implements Subcommand {
    private final Environment environment;

    @Parameters(paramLabel = "PLUGIN", description = "Executable of the plugin.")
    Path plugin = Path.of("");

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    PluginInfoCommand(Environment environment) {
        this.environment = environment;
    }

    record Document(int schemaVersion, String executable, PluginManifest manifest) {}

    @Override
    public Integer call() throws IOException {
        Discovered found = new PluginFinder(environment).find(List.of(plugin), null);
        if (!found.failures().isEmpty()) {
            throw new CommandException(
                    ExitCode.UNSUPPORTED,
                    plugin + " is not a plugin: " + found.failures().get(0).reason());
        }
        if (found.plugins().size() != 1) {
            throw new CommandException(ExitCode.USAGE, plugin + " is a directory: list its plugins with plugin list");
        }
        PluginManifest manifest = found.plugins().get(0).manifest();
        Document document = new Document(1, found.plugins().get(0).executable().toString(), manifest);
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            format.format().print(out, document, List.of(document), text -> print(text, manifest));
        }
        return ExitCode.OK.code();
    }

    private static void print(TextOutput text, PluginManifest manifest) throws IOException {
        line(text, "name", manifest.name());
        line(text, "version", manifest.version());
        line(text, "author", manifest.author());
        line(text, "description", manifest.description());
        line(text, "tags", String.join(", ", manifest.tags()));
        for (PluginCommand command : manifest.commands()) {
            line(text, "command", command.label() + " (" + command.type() + ")");
        }
    }

    private static void line(TextOutput text, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            text.line(String.format("%-12s %s", name + ":", SafeText.controls(value)));
        }
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.UNSUPPORTED);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
