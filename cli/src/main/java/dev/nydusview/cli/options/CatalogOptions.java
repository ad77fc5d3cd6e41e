package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.scan.CatalogRequest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** Images that a registry lists. */
@HelpGroup("Catalogue")
public final class CatalogOptions {
    @Option(
            names = "--catalog",
            paramLabel = "HOST[/NAME]",
            description = "Also scan every tag of every repository of the registry HOST, or only of its repository "
                    + "NAME; may be repeated.")
    List<String> catalogs = List.of();

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description = "With --catalog, scan only images whose NAME:TAG matches REGEX entirely (default: .*).")
    String filter = ".*";

    public boolean isUsed() {
        return !catalogs.isEmpty();
    }

    /** Returns the selected images. */
    public CatalogRequest request() throws CommandException {
        return new CatalogRequest(catalogs, pattern());
    }

    private Pattern pattern() throws CommandException {
        try {
            return Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw new CommandException(ExitCode.USAGE, "--filter is not a regular expression: " + e.getMessage());
        }
    }
}
