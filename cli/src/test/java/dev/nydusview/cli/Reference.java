package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import dev.nydusview.cli.options.EnvironmentDefaults;
import dev.nydusview.cli.options.GroupedOptionHelp;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference of all commands in Markdown, one page a command. */
final class Reference {
    private final Map<String, String> pages = new TreeMap<>();

    Reference(Path home) {
        Environment environment = new Environment(
                Map.of("HOME", home.toString()),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Terminal.NONE);
        add(Nydusview.commandLine(environment));
    }

    /** Text of the pages by file name. */
    Map<String, String> pages() {
        return pages;
    }

    private void add(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        pages.put(fileName(spec), page(command));
        command.getSubcommands().values().forEach(this::add);
    }

    private static String fileName(CommandSpec spec) {
        return spec.qualifiedName("-") + ".md";
    }

    private static String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        StringBuilder page = new StringBuilder("# " + spec.qualifiedName() + "\n\n");
        for (String line : spec.usageMessage().description()) {
            page.append(escape(line)).append('\n');
        }
        page.append("\n```\nUsage: ").append(command.getHelp().synopsis(7)).append("```\n");
        subcommands(command, page);
        positionals(spec.positionalParameters(), page);
        GroupedOptionHelp.groups(spec.options()).forEach((heading, options) -> options(heading, options, page));
        exitCodes(spec, page);
        page.append("\n## Examples\n\n```\n");
        for (String line : spec.usageMessage().footer()) {
            page.append(line.strip()).append('\n');
        }
        return page.append("```\n").toString();
    }

    private static void subcommands(CommandLine command, StringBuilder page) {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        page.append("\n## Commands\n\n");
        for (CommandLine subcommand : command.getSubcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            page.append("- [" + spec.name() + "](" + fileName(spec) + "): "
                    + escape(spec.usageMessage().description()[0]) + "\n");
        }
    }

    private static void positionals(List<PositionalParamSpec> parameters, StringBuilder page) {
        if (parameters.isEmpty()) {
            return;
        }
        page.append("\n## Arguments\n\n| Argument | Meaning |\n|---|---|\n");
        for (PositionalParamSpec parameter : parameters) {
            row(page, "`" + parameter.paramLabel() + "`", String.join(" ", parameter.description()));
        }
    }

    private static void options(String heading, List<OptionSpec> options, StringBuilder page) {
        page.append("\n## " + heading + "\n\n| Option | Variable | Meaning |\n|---|---|---|\n");
        for (OptionSpec option : options) {
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            String variable =
                    EnvironmentDefaults.hasVariable(option) ? "`" + EnvironmentDefaults.variable(option) + "`" : "";
            row(
                    page,
                    "`" + String.join("`, `", option.names()) + label + "`",
                    variable,
                    String.join(" ", option.description()));
        }
    }

    private static void exitCodes(CommandSpec spec, StringBuilder page) {
        Map<String, String> codes = spec.usageMessage().exitCodeList();
        if (codes.isEmpty()) {
            return;
        }
        page.append("\n## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
        codes.forEach((code, meaning) -> row(page, code.strip(), meaning));
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ");
        for (int i = 0; i < cells.length; i++) {
            page.append(i == 0 ? "" : " | ").append(escape(cells[i]).replace("|", "\\|"));
        }
        page.append(" |\n");
    }

    private static String escape(String text) {
        return Ansi.OFF.text(text).toString();
    }
}
