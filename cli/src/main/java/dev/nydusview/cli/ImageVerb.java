package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.inspect.Answers;
import dev.nydusview.cli.inspect.Request;
import dev.nydusview.cli.inspect.Session;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command for a request about an image, such as {@code ls REF [PATH]}. */
final class ImageVerb implements Subcommand {
    private final Environment environment;
    private final Request request;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Mixin
    OverlayOptions image = OverlayOptions.ofReaders();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    private ImageVerb(Environment environment, Request request) {
        this.environment = environment;
        this.request = request;
    }

    /**
     * Makes the command that opens an image and answers {@code request}; it has the request's name, options and help.
     */
    static CommandLine of(Environment environment, Request request) {
        CommandLine command = new CommandLine(new ImageVerb(environment, request));
        RequestOptions.takeOver(request, command.getCommandSpec());
        return command.setUnmatchedOptionsArePositionalParams(request.takesAnyWords());
    }

    @Override
    @SuppressWarnings("try") // held for its duration only
    public Integer call() throws IOException {
        ImageOpener images = JobContexts.of(environment, image.image(), output).images();
        try (Session session = Session.open(environment, loss -> images.openOver(image.lowers(), reference, loss));
                TextOutput out = new TextOutput(environment.out(), environment.style());
                Console.Lasting ignored = progress(session)) {
            Answers answers = new Answers(out, format.format(), Answers.Style.VERB, () -> environment.contents(out));
            request.answer(session, answers);
            return session.outcome().code();
        }
    }

    /** Shows progress, but not over a pager that draws on the same terminal. */
    private Console.Lasting progress(Session session) {
        return environment.terminal().isPiped()
                ? () -> {}
                : environment.with(output.verbosity(environment)).progress(session::progress);
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
