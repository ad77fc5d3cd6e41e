package dev.nydusview.jobs.scan;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.SafeStream;
import dev.nydusview.base.json.Documents;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Interruption;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.exit.ScanExit;
import dev.nydusview.jobs.image.ImageSource;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.image.OpenedImage;
import dev.nydusview.jobs.report.ReceiptFile;
import dev.nydusview.jobs.report.ReceiptPrinter;
import dev.nydusview.scan.ImageScan;
import dev.nydusview.scan.ScanOutcome;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Scans images one after the other; the worst of them makes the exit code. */
public final class ScanJob {
    private final JobContext context;
    private final Console console;
    private final ScanRequest request;
    private final ImageSource source;
    private final ScanExit exit = new ScanExit();

    public ScanJob(JobContext context, ScanRequest request) {
        this.context = context;
        this.console = context.console();
        this.request = request;
        this.source = new ImageSource(context, request.pull());
    }

    /** Scans {@code references}, and returns the exit code; cleans up even after a signal. */
    @SuppressWarnings("try") // held for its duration only
    public int run(List<String> references) throws IOException {
        ReceiptFile receipts = ReceiptFile.begin(request.receipt(), references);
        try (Interruption interruption = Interruption.of(console);
                Closeable metrics = context.publish(() -> null)) {
            try {
                for (int image = 0; image < references.size(); image++) {
                    receipts.put(image, scanned(references.get(image)));
                }
                return exit.code();
            } catch (IOException | InterruptedException e) {
                if (!interruption.isSignalled() && e instanceof IOException failure) {
                    throw failure;
                }
                console.say("ended by a signal before everything was scanned");
                return interruption.exitCode();
            }
        } finally {
            receipts.write();
        }
    }

    /** Scans an image; a failure is reported, and the next image is scanned. */
    private Receipt scanned(String reference) throws IOException, InterruptedException {
        try {
            return scan(reference);
        } catch (UnsupportedRequestException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            ExitCode code = ExitCodes.beforeRun(e);
            if (code == ExitCode.USAGE || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            console.say(Messages.of(e));
            if (console.debug()) {
                e.printStackTrace(console.err());
            }
            exit.add(code.code());
            return Receipt.notScanned(reference, Messages.of(e));
        } catch (OutOfMemoryError e) {
            console.say("out of memory: the report of a scanner on " + reference + " is too large to check");
            exit.add(ExitCode.RUN_PROGRAM.code());
            return Receipt.notScanned(reference, "out of memory");
        }
    }

    private Receipt scan(String reference) throws IOException, InterruptedException, UnsupportedRequestException {
        ScanSettings settings = request.settings()
                .with(request.settings()
                        .mount()
                        .on(context.images().cacheRoot(), context.outOfReach(), context.engine()));
        try (ImageScan scan =
                        ImageScan.prepare(reference, request.scanners(), settings, console.variables(), console.err());
                OpenedImage image = source.open(reference)) {
            ScanOutcome outcome = run(scan, image);
            for (ScannerResult result : outcome.scanners()) {
                print(result.report());
                exit.add(result);
                context.measured().scanned(result);
            }
            console.out().flush();
            new ReceiptPrinter(outcome.receipt()).say(console);
            if (request.learn() != null) {
                learn(scan, image, request.learn());
            }
            return outcome.receipt();
        }
    }

    /** Prints a scanner's report: unchanged for programs, escaped for terminals. */
    private void print(Report report) throws IOException {
        if (!console.isTerminal()) {
            report.writeTo(console.out());
            return;
        }
        try (SafeStream out = SafeStream.text(console.out())) {
            report.writeTo(out);
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private ScanOutcome run(ImageScan scan, OpenedImage image)
            throws IOException, InterruptedException, UnsupportedRequestException {
        try (Console.Lasting ignored =
                console.progress(() -> "scanning " + image.scan().name() + ": " + image.progress())) {
            return scan.run(image.scan());
        }
    }

    private static void learn(ImageScan scan, OpenedImage image, Path file) throws IOException {
        Optional<Profile> learned = scan.learned(image.scan());
        if (learned.isPresent()) {
            OutputFile.write(file, Documents.write(learned.get()));
        }
    }
}
