package dev.nydusview.jobs.plugin;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Interruption;
import dev.nydusview.jobs.batch.ImageBatch;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.exit.ScanExit;
import dev.nydusview.jobs.image.ImageSource;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.image.OpenedImage;
import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.report.FailingFindings;
import dev.nydusview.jobs.report.FindingsOutput;
import dev.nydusview.jobs.report.ReceiptFile;
import dev.nydusview.jobs.report.ReceiptPrinter;
import dev.nydusview.jobs.report.RunSummary;
import dev.nydusview.jobs.report.ScannedImage;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.plugin.scan.PluginScan;
import dev.nydusview.scan.ScannerResult;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Scans images by plugins, several at a time; each is mounted once, for all plugins. */
public final class PluginJob {
    private final JobContext context;
    private final Console console;
    private final PluginRequest request;
    private final PullSettings pull;
    private final Reporting reporting;
    private final ScanExit exit = new ScanExit();

    public PluginJob(JobContext context, PluginRequest request, PullSettings pull, Reporting reporting) {
        this.context = context;
        this.console = context.console();
        this.request = request;
        this.pull = pull;
        this.reporting = reporting;
    }

    /** Scans {@code references}, and returns the exit code; cleans up even after a signal. */
    public int run(List<String> references) throws IOException {
        FindingsReview review = FindingsReview.begin(console, reporting.suppressing());
        List<Destination> places = reporting.prepare(references);
        PluginHost host = PluginHost.of(context, request);
        try {
            PluginScan scan = host.scan();
            ScanStep step = opened -> review.reviewed(scan.run(host.plugins(), opened.scan()));
            return run(references, places, step, review);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private int run(List<String> references, List<Destination> places, ScanStep step, FindingsReview review)
            throws IOException {
        ReceiptFile receipts = new ReceiptFile(reporting.receipt(), references);
        RunSummary summary = new RunSummary(references.size());
        try (Interruption interruption = Interruption.of(console);
                Closeable metrics = context.publish(() -> null);
                FindingsOutput findings = new FindingsOutput(console, reporting.format(), places)) {
            int scanned = new ImageBatch(console, references.size(), reporting.images())
                    .run((image, own) -> scanned(references.get(image), own, step), (image, result) -> {
                        review.add(result);
                        report(image, result, receipts, findings);
                        summary.add(result);
                    });
            for (int image = scanned; image < references.size(); image++) {
                ScannedImage left = left(references.get(image));
                context.security().scanned(left);
                findings.image(image, left);
            }
            findings.end();
            review.end();
            summary.say(console);
            if (scanned < references.size()) {
                console.say("ended by a signal before everything was scanned");
                return interruption.exitCode();
            }
            return exit.code();
        } finally {
            receipts.write(console);
        }
    }

    private static ScannedImage left(String reference) {
        return ScannedImage.failed(reference, "the scan was ended before it was complete");
    }

    private interface ScanStep {
        ScannedImage scan(OpenedImage image) throws IOException, InterruptedException;
    }

    /** Scans an image; a failure is reported and does not stop the others. */
    private ScannedImage scanned(String reference, Console own, ScanStep step)
            throws IOException, InterruptedException {
        try (OpenedImage image = new ImageSource(context.with(own), pull).open(reference)) {
            return step.scan(image);
        } catch (IOException e) {
            ExitCode code = ExitCodes.beforeRun(e);
            if (code == ExitCode.USAGE || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            exit.add(code.code());
            return ScannedImage.failed(reference, Messages.of(e));
        }
    }

    private void report(int number, ScannedImage image, ReceiptFile receipts, FindingsOutput findings)
            throws IOException {
        if (image.problem() == null) {
            new ReceiptPrinter(image.receipt()).say(console);
            image.results().forEach(result -> count(result.scanner()));
            countFindings(image);
        } else {
            console.say(image.problem());
        }
        receipts.put(number, image.receipt());
        context.security().scanned(image);
        findings.image(number, image);
    }

    private void count(ScannerResult scanner) {
        context.measured().scanned(scanner);
        if (scanner.verdict().isIncomplete()) {
            exit.add(scanner);
        }
    }

    private void countFindings(ScannedImage image) {
        Level least = reporting.failOn();
        FailingFindings failing = least == null ? null : new FailingFindings(least, image.name(), image.findings());
        if (failing != null && !failing.isEmpty()) {
            exit.add(ExitCode.FINDINGS.code());
            console.say(failing.lines());
        }
    }
}
