package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.ListOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.RepositoryTags;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tags REPOSITORY}. */
@Command(
        name = "tags",
        description = {
            "Lists the tags of a repository, or the names of the images in a layout or an archive.",
            "",
            "Names are printed in the order of the registry or the file."
        },
        footer = {
            "  nydusview tags ghcr.io/example/app",
            "  nydusview tags --filter '1[.].*-nydus' --limit 20 ghcr.io/example/app",
            "  nydusview tags oci:build/layout",
        })
final class TagsCommand implements Subcommand {
    private final Environment environment;

    @Parameters(
            index = "0",
            paramLabel = "REPOSITORY",
            description = "HOST/NAME without a tag, oci:DIR, oci-archive:FILE or docker-archive:FILE.")
    String repository = "";

    @Mixin
    ListOptions list = new ListOptions();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    TagsCommand(Environment environment) {
        this.environment = environment;
    }

    /** Tags; {@code complete} tells whether there are no others that match. */
    record Document(int schemaVersion, String repository, boolean complete, List<String> tags) {}

    @Override
    public Integer call() throws IOException {
        RepositoryTags tags = new RepositoryTags(JobContexts.opener(environment, list, output));
        RepositoryTags.Found found = tags.find(repository, list.selection());
        Document document = new Document(
                Json.SCHEMA_VERSION,
                found.place(),
                found.tags().complete(),
                found.tags().names());
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            NameLines.print(found.tags(), document, format.format(), out);
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
