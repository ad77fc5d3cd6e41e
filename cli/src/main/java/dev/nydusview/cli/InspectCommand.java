package dev.nydusview.cli;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Quantity;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.inspect.Answers;
import dev.nydusview.cli.inspect.Answers.Style;
import dev.nydusview.cli.inspect.Exchange;
import dev.nydusview.cli.inspect.Requests;
import dev.nydusview.cli.inspect.Session;
import dev.nydusview.cli.inspect.SessionShell;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.prompt.Prompt;
import dev.nydusview.image.FetchStats;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.jobs.report.HtmlReport;
import dev.nydusview.rafs.path.ImagePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect REF [-R REQUEST]}. */
@Command(
        name = "inspect",
        description = {
            "Answers requests about an image's metadata, from a prompt, standard input or -R.",
            "",
            "The request `help` lists all requests. With -R each answer is one line of JSON; answers to "
                    + "stats, blobs and prefetch have the keys of nydus-image inspect."
        },
        footer = {
            "  nydusview inspect ghcr.io/example/app:nydus",
            "  nydusview inspect ghcr.io/example/app:nydus -R stats -R blobs",
            "  nydusview inspect bootstrap:image.boot -R 'cd /etc' -R 'stat passwd'",
            "  nydusview inspect ghcr.io/example/app:nydus --html app.html",
        })
final class InspectCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Option(
            names = {"-R", "--request"},
            paramLabel = "REQUEST",
            description = "Request to answer; several share one current directory (default: requests are read from "
                    + "standard input).")
    List<String> requests = List.of();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write an HTML page about the image to FILE instead: sizes, blobs, compression, shared "
                    + "chunks, special files; - is standard output.")
    @Nullable
    Path html;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Output format: table, json or ndjson (default: json with -R, otherwise table).")
    @Nullable
    Format format;

    @Mixin
    OverlayOptions image = OverlayOptions.ofReaders();

    @Mixin
    OutputOptions output = new OutputOptions();

    InspectCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        for (String request : requests) {
            new Requests().check(request);
        }
        if (html != null && Destination.of(html).isStandardOutput() && !requests.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--html - contradicts -R, whose answers go to standard output: write --html FILE");
        }
        ImageOpener images = JobContexts.of(environment, image.image(), output).images();
        try (Session session = Session.open(environment, loss -> images.openOver(image.lowers(), reference, loss));
                TextOutput out = new TextOutput(environment.out(), environment.style())) {
            if (html != null) {
                draw(session, Destination.of(html));
            }
            if (html == null || !requests.isEmpty()) {
                answer(new Exchange(session, environment), session, out);
            }
            out.flush();
            summary(session.image());
            return session.outcome().code();
        }
    }

    private void draw(Session session, Destination page) throws IOException {
        long damaged = new HtmlReport(session.image()).write(page, environment);
        if (damaged > 0) {
            String message =
                    Quantity.of(damaged, "part") + " of the image cannot be read; " + page + " lists the damage";
            session.failed(new CorruptDataException(message));
            environment.say(message);
        }
    }

    private void answer(Exchange exchange, Session session, TextOutput out) throws IOException {
        if (requests.isEmpty() && environment.terminal().in()) {
            prompt(session);
            return;
        }
        if (requests.isEmpty()) {
            fromInput(session, exchange, out);
            return;
        }
        Answers answers =
                new Answers(out, format == null ? Format.JSON : format, Style.REQUEST, () -> environment.contents(out));
        for (String request : requests) {
            if (!exchange.run(request, answers)) {
                return;
            }
        }
    }

    private void prompt(Session session) throws IOException {
        if (!output.quiet()) {
            environment.say(session.image().name() + "; `help` lists the requests");
        }
        Prompt.run(environment, new SessionShell(session, format == null ? Format.TABLE : format));
    }

    /** Requests of a file or a pipe; in text each is repeated before its answer, as a terminal would show it. */
    private void fromInput(Session session, Exchange exchange, TextOutput out) throws IOException {
        Format chosen = format == null ? Format.TABLE : format;
        boolean text = chosen == Format.TABLE;
        Answers answers =
                new Answers(out, chosen, text ? Style.PROMPT : Style.REQUEST, () -> environment.contents(out));
        BufferedReader lines = new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (text) {
                out.line(ImagePath.of(session.directory()) + "> " + line.strip());
            }
            if (!exchange.run(line, answers)) {
                return;
            }
        }
    }

    private void summary(NydusImage opened) {
        if (output.quiet()) {
            return;
        }
        FetchStats stats = opened.stats();
        environment.say("read " + Quantity.bytes(stats.metadataBytes()) + " of metadata and "
                + Quantity.bytes(stats.blobBytes()) + " of " + Quantity.bytes(stats.imageBytes()) + " in blobs");
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
