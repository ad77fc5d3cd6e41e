package dev.nydusview.jobs.scan;

import dev.nydusview.base.SafeStream;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.exit.ScanExit;
import dev.nydusview.jobs.exit.UnwrittenException;
import dev.nydusview.jobs.image.ImageSource;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.image.OpenedImage;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.report.ReceiptPrinter;
import dev.nydusview.scan.ImageScan;
import dev.nydusview.scan.ScanOutcome;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Scans one image, and prints its reports. */
final class ScanOfImage {
    private final JobContext context;
    private final Console console;
    private final ScanRequest request;
    private final ReportPlaces places;
    private final ScanExit exit;

    /**
     * @param context with a console of this image alone
     * @param places of the reports
     * @param exit takes the image's part of the exit code
     */
    ScanOfImage(JobContext context, ScanRequest request, ReportPlaces places, ScanExit exit) {
        this.context = context;
        this.console = context.console();
        this.request = request;
        this.places = places;
        this.exit = exit;
    }

    /**
     * Outcome of a scan.
     *
     * @param learned a profile of what was read; null if it is not wanted, or nothing was read
     */
    record Result(Receipt receipt, @Nullable Profile learned) {
        static Result notScanned(String reference, String problem) {
            return new Result(Receipt.notScanned(reference, problem), null);
        }
    }

    /** Rejects a request that a scanner cannot meet. */
    static void check(ScanRequest request) throws CommandException {
        try {
            ImageScan.check(request.scanners(), request.settings());
        } catch (UnsupportedRequestException e) {
            throw wrong(e);
        }
    }

    private static CommandException wrong(UnsupportedRequestException failure) {
        return new CommandException(ExitCode.USAGE, String.valueOf(failure.getMessage()));
    }

    /** Scans an image; a failure is reported, and does not stop the others, unless a report cannot be written. */
    Result scanned(String reference) throws IOException, InterruptedException {
        try {
            return scan(reference);
        } catch (UnsupportedRequestException e) {
            throw wrong(e);
        } catch (UnwrittenException e) {
            throw e;
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
            return Result.notScanned(reference, Messages.of(e));
        } catch (OutOfMemoryError e) {
            console.say("out of memory: the report of a scanner on " + reference + " is too large to check");
            exit.add(ExitCode.RUN_PROGRAM.code());
            return Result.notScanned(reference, "out of memory");
        }
    }

    private Result scan(String reference) throws IOException, InterruptedException, UnsupportedRequestException {
        ScanSettings settings = request.settings()
                .quiet(console.quiet())
                .with(request.settings()
                        .mount()
                        .on(context.images().cacheRoot(), context.outOfReach(), context.engine()));
        try (ImageScan scan =
                        ImageScan.prepare(reference, request.scanners(), settings, console.variables(), console.err());
                OpenedImage image = new ImageSource(context, request.pull()).open(reference)) {
            ScanOutcome outcome = run(scan, image);
            for (ScannerResult result : outcome.scanners()) {
                write(result.report(), places.of(result.entry().name(), reference));
                exit.add(result);
                context.measured().scanned(result);
            }
            new ReceiptPrinter(outcome.receipt()).say(console);
            Profile learned =
                    request.learn() == null ? null : scan.learned(image.scan()).orElse(null);
            return new Result(outcome.receipt(), learned);
        }
    }

    /** Writes a scanner's report: unchanged for programs, escaped for terminals. */
    private void write(Report report, Destination place) throws IOException {
        boolean escaped = place.isStandardOutput() && console.isTerminal();
        place.write(console, out -> {
            if (!escaped) {
                report.writeTo(out);
                return;
            }
            try (SafeStream safe = SafeStream.text(out)) {
                report.writeTo(safe);
            }
        });
    }

    @SuppressWarnings("try") // held for its duration only
    private ScanOutcome run(ImageScan scan, OpenedImage image)
            throws IOException, InterruptedException, UnsupportedRequestException {
        try (Console.Lasting ignored = console.progress(image::progress)) {
            return scan.run(image.scan());
        }
    }
}
