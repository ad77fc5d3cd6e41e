package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** Images that a registry lists. */
@HelpGroup("Catalogue")
public final class CatalogOptions {
    private static final int MAX_IMAGES = 100_000;

    @Option(
            names = "--catalog",
            paramLabel = "HOST[/NAME]",
            description = "Scan all tags of all repositories of the registry HOST too, or of the one repository NAME; "
                    + "may be given again.")
    List<String> catalogs = List.of();

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description = "Take of catalogues only images NAME:TAG that match REGEX in full.")
    String filter = ".*";

    public boolean isUsed() {
        return !catalogs.isEmpty();
    }

    /** References of the images that are meant, in the order of the registries. */
    public List<String> references(ImageOptions images, Environment environment) throws IOException {
        Pattern pattern = pattern();
        List<String> references = new ArrayList<>();
        for (String place : catalogs) {
            int slash = place.indexOf('/');
            String host = slash < 0 ? place : place.substring(0, slash);
            RegistryCatalog catalog = images.catalog(host, environment);
            List<String> names = slash < 0 ? catalog.repositories() : List.of(place.substring(slash + 1));
            for (String name : names) {
                for (String tag : catalog.tags(name)) {
                    if (pattern.matcher(name + ":" + tag).matches()) {
                        references.add(catalog.registry() + "/" + name + ":" + tag);
                    }
                }
                if (references.size() > MAX_IMAGES) {
                    throw new CommandException(
                            ExitCode.USAGE, "these are more than " + MAX_IMAGES + " images: choose some by --filter");
                }
            }
        }
        return references;
    }

    private Pattern pattern() throws CommandException {
        try {
            return Pattern.compile(filter);
        } catch (PatternSyntaxException e) {
            throw new CommandException(ExitCode.USAGE, "--filter is no regular expression: " + e.getMessage());
        }
    }
}
