package dev.nydusview.jobs.report;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.stream.Stream;

/** Forms in which findings are printed. */
public enum FindingsFormat {
    TABLE("txt"),
    JSON("json"),
    SARIF("sarif"),
    HTML("html");

    private final String extension;

    FindingsFormat(String extension) {
        this.extension = extension;
    }

    /** Returns the usual end of names of files with such findings, without its dot. */
    public String extension() {
        return extension;
    }

    /** The format that a user names. */
    public static FindingsFormat named(String name) throws CommandException {
        return Stream.of(values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "Invalid value for option '--format': '" + name
                                + "' is not table, json, sarif or html, the formats for plugins"));
    }

    FindingsWriter begin(TextOutput out) throws IOException {
        return switch (this) {
            case TABLE -> new FindingsTable(out);
            case JSON -> FindingsDocument.begin(out);
            case SARIF -> SarifReport.begin(out);
            case HTML -> FindingsPage.begin(out);
        };
    }
}
