package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.ListOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.registry.endpoint.NameList;
import dev.nydusview.registry.endpoint.NameSelection;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog REGISTRY}. */
@Command(
        name = "catalog",
        description = {
            "Lists the repositories of a registry, if the registry lists them.",
            "",
            "Docker Hub and other public registries do not list them."
        },
        footer = {
            "  nydusview catalog registry.example:5000",
            "  nydusview catalog --filter 'team/.*' --limit 20 registry.example:5000",
        })
final class CatalogCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REGISTRY", description = "HOST or HOST:PORT.")
    String registry = "";

    @Mixin
    ListOptions list = new ListOptions();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    CatalogCommand(Environment environment) {
        this.environment = environment;
    }

    /** Repositories; {@code complete} tells whether there are no others that match. */
    record Document(int schemaVersion, String registry, boolean complete, List<String> repositories) {}

    @Override
    public Integer call() throws IOException {
        ImageOpener images = JobContexts.opener(environment, list, output);
        RegistryCatalog catalog = images.catalog(registry);
        NameSelection wanted = list.selection();
        NameList found = images.asking(registry, () -> catalog.repositories(wanted));
        Document document = new Document(Json.SCHEMA_VERSION, catalog.registry(), found.complete(), found.names());
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            NameLines.print(found, document, format.format(), out);
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return LISTING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
