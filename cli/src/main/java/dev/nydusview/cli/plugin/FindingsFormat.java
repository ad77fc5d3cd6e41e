package dev.nydusview.cli.plugin;

import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.scan.json.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** How findings are printed. */
public enum FindingsFormat {
    TABLE,
    JSON,
    SARIF,
    HTML;

    /** The format that a user names. */
    static FindingsFormat named(String name) throws CommandException {
        return Stream.of(values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "Invalid value for option '--format': '" + name
                                + "' is not table, json, sarif or html, as plugins have it"));
    }

    void write(List<PluginOutcome> outcomes, Environment environment) throws IOException {
        try (TextOutput out = new TextOutput(environment.out())) {
            switch (this) {
                case TABLE -> {
                    for (PluginOutcome outcome : outcomes) {
                        FindingsTable.print(outcome, out);
                    }
                }
                case JSON -> out.write(Documents.write(FindingsDocument.of(outcomes)));
                case SARIF -> out.write(Documents.write(SarifReport.of(outcomes)));
                case HTML -> out.write(FindingsPage.of(outcomes).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
