package dev.nydusview.jobs.scan;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeStream;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.ProgressLine;
import dev.nydusview.cli.env.Signals;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.ScanOptions;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.report.ReceiptPrinter;
import dev.nydusview.scan.ImageScan;
import dev.nydusview.scan.ScanOutcome;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.json.Documents;
import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.receipt.Receipt.TransferEntry;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.UnfitRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Scans images one after the other; the worst of them makes the exit code. */
public final class ScanJob {
    private static final int SIGNALLED = 128;

    private final Environment environment;
    private final ImageOptions images;
    private final ScanOptions options;
    private final OutputOptions output;
    private final Map<Scanner, List<String>> scanners;
    private final ScanExit exit = new ScanExit();

    public ScanJob(
            Environment environment,
            ImageOptions images,
            ScanOptions options,
            OutputOptions output,
            Map<Scanner, List<String>> scanners) {
        this.environment = environment;
        this.images = images;
        this.options = options;
        this.output = output;
        this.scanners = scanners;
    }

    /** Scans {@code references}, and returns the exit code; nothing is left behind, even after a signal. */
    @SuppressWarnings("try") // held for its duration only
    public int run(List<String> references) throws IOException {
        ReceiptFile receipts = ReceiptFile.begin(options.receipt, references);
        Thread self = Thread.currentThread();
        AtomicInteger signal = new AtomicInteger();
        try (Signals ignored = new Signals(number -> {
            signal.set(number);
            self.interrupt();
        })) {
            for (int image = 0; image < references.size(); image++) {
                receipts.put(image, scanned(references.get(image)));
            }
            return exit.code();
        } catch (IOException | InterruptedException e) {
            if (signal.get() == 0 && e instanceof IOException failure) {
                throw failure;
            }
            environment.say("ended by a signal before everything was scanned");
            return SIGNALLED + signal.get();
        } finally {
            receipts.write();
        }
    }

    /** A failure of one image is said, and the next one gets its turn. */
    private Receipt scanned(String reference) throws IOException, InterruptedException {
        try {
            return scan(reference);
        } catch (UnfitRequestException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            ExitCode code = ExitCodes.beforeRun(e);
            if (code == ExitCode.USAGE || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            environment.say(Messages.of(e));
            if (output.debug()) {
                e.printStackTrace(environment.err());
            }
            exit.add(code.code());
            return Receipt.notScanned(reference, Messages.of(e));
        } catch (OutOfMemoryError e) {
            environment.say("out of memory: what a scanner wrote of " + reference + " is too large to be checked");
            exit.add(ExitCode.RUN_PROGRAM.code());
            return Receipt.notScanned(reference, "out of memory");
        }
    }

    private Receipt scan(String reference) throws IOException, InterruptedException, UnfitRequestException {
        Path cache = images.cacheRoot(environment);
        ScanSettings settings = options.settings(cache, options.format(), images.outOfReach(environment));
        ImageSource source = new ImageSource(environment, images, options.pull, output);
        try (ImageScan scan =
                        ImageScan.prepare(reference, scanners, settings, environment.variables(), environment.err());
                OpenedImage image = source.open(reference)) {
            ScanOutcome outcome = run(scan, image);
            for (ScannerResult result : outcome.scanners()) {
                print(result.report());
                exit.add(result);
            }
            environment.out().flush();
            new ReceiptPrinter(outcome.receipt()).say(environment, output.quiet());
            if (options.learn != null) {
                learn(scan, image, options.learn);
            }
            return outcome.receipt();
        }
    }

    /** A scanner's own text, which programs get as it is, and terminals without what they would act on. */
    private void print(Report report) throws IOException {
        if (!environment.terminal().out()) {
            report.writeTo(environment.out());
            return;
        }
        try (SafeStream out = SafeStream.text(environment.out())) {
            report.writeTo(out);
        }
    }

    @SuppressWarnings("try") // held for its duration only
    private ScanOutcome run(ImageScan scan, OpenedImage image)
            throws IOException, InterruptedException, UnfitRequestException {
        try (ProgressLine ignored =
                ProgressLine.start(environment, output.progress(environment), () -> progress(image))) {
            return scan.run(image.scan());
        }
    }

    private static void learn(ImageScan scan, OpenedImage image, Path file) throws IOException {
        Optional<Profile> learned = scan.learned(image.scan());
        if (learned.isPresent()) {
            OutputFile.write(file, Documents.write(learned.get()));
        }
    }

    private static String progress(OpenedImage image) {
        TransferEntry so = image.scan().transfer().get();
        return "scanning " + image.scan().name() + ": " + Quantity.bytes(so.bytes()) + " of "
                + Quantity.bytes(image.scan().bytes()) + " fetched in " + Quantity.of(so.requests(), "request");
    }
}
