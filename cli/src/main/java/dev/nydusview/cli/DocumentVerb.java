package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.inspect.Answers;
import dev.nydusview.cli.inspect.DocumentRequest;
import dev.nydusview.cli.options.DocumentOptions;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command for a request about manifest and configuration of an image of any kind, such as {@code config REF}. */
final class DocumentVerb implements Subcommand {
    private final Environment environment;
    private final DocumentRequest request;

    @Parameters(index = "0", paramLabel = "REF", description = "The image, a Nydus image or a plain one.")
    String reference = "";

    @Mixin
    DocumentOptions image = DocumentOptions.ofReaders();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    private DocumentVerb(Environment environment, DocumentRequest request) {
        this.environment = environment;
        this.request = request;
    }

    /** Makes the command that answers {@code request}; it has the request's name, options and help. */
    static CommandLine of(Environment environment, DocumentRequest request) {
        CommandLine command = new CommandLine(new DocumentVerb(environment, request));
        RequestOptions.takeOver(request, command.getCommandSpec());
        return command;
    }

    @Override
    public Integer call() throws IOException {
        ImageOpener images = JobContexts.opener(environment, image, output);
        try (ImageDocuments documents = images.documents(reference);
                TextOutput out = new TextOutput(environment.out(), environment.style())) {
            request.answer(
                    documents, new Answers(out, format.format(), Answers.Style.VERB, () -> environment.contents(out)));
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return READING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
