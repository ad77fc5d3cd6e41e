package dev.nydusview.jobs.plugin;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Signals;
import dev.nydusview.cli.options.LevelOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.jobs.report.FailingFindings;
import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.jobs.report.FindingsWriter;
import dev.nydusview.jobs.report.ReceiptPrinter;
import dev.nydusview.jobs.report.ScannedImage;
import dev.nydusview.jobs.scan.ImageSource;
import dev.nydusview.jobs.scan.OpenedImage;
import dev.nydusview.jobs.scan.ReceiptFile;
import dev.nydusview.jobs.scan.ScanExit;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.plugin.scan.PluginScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Scans images by plugins, several at a time; each is mounted once, for all plugins. */
public final class PluginJob {
    private static final int SIGNALLED = 128;
    private static final long GRACE_SECONDS = 10;

    private final Environment environment;
    private final ImageSource source;
    private final PluginScan scan;
    private final List<Plugin> plugins;
    private final OutputOptions output;
    private final Reporting reporting;
    private final ScanExit exit = new ScanExit();

    public PluginJob(
            Environment environment,
            ImageSource source,
            PluginScan scan,
            List<Plugin> plugins,
            OutputOptions output,
            Reporting reporting) {
        this.environment = environment;
        this.source = source;
        this.scan = scan;
        this.plugins = List.copyOf(plugins);
        this.output = output;
        this.reporting = reporting;
    }

    /**
     * What is made of the results.
     *
     * @param format of the findings
     * @param failOn findings of this level or above make the exit code {@link ExitCode#FINDINGS}; null for none
     * @param receipt where to write what was read; null for nowhere
     * @param images that are scanned at a time
     */
    public record Reporting(FindingsFormat format, @Nullable LevelOption failOn, @Nullable Path receipt, int images) {}

    /** Scans {@code references}, and returns the exit code; nothing is left behind, even after a signal. */
    @SuppressWarnings("try") // held for its duration only
    public int run(List<String> references) throws IOException {
        ReceiptFile receipts = ReceiptFile.begin(reporting.receipt(), references);
        Thread self = Thread.currentThread();
        AtomicInteger signal = new AtomicInteger();
        try (Signals ignored = new Signals(number -> {
                    signal.set(number);
                    self.interrupt();
                });
                TextOutput out = new TextOutput(environment.out())) {
            FindingsWriter findings = reporting.format().begin(out);
            boolean ended = scanAll(references, receipts, findings);
            findings.end();
            if (ended) {
                environment.say("ended by a signal before everything was scanned");
                return SIGNALLED + signal.get();
            }
            return exit.code();
        } finally {
            receipts.write();
        }
    }

    /** Whether it was interrupted; the images that are left then count as not scanned. */
    private boolean scanAll(List<String> references, ReceiptFile receipts, FindingsWriter findings) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(reporting.images());
        boolean ended = false;
        try {
            List<Future<ScannedImage>> running = new ArrayList<>();
            references.forEach(reference -> running.add(threads.submit(() -> scanned(reference))));
            for (int image = 0; image < references.size(); image++) {
                ScannedImage scanned = ended ? null : await(running.get(image));
                ended = scanned == null;
                if (scanned == null) {
                    findings.image(left(references.get(image)));
                } else {
                    report(image, scanned, receipts, findings);
                }
                running.set(image, CompletableFuture.completedFuture(null)); // there may be thousands
            }
            return ended;
        } finally {
            threads.shutdownNow();
            ended(threads);
        }
    }

    private static @Nullable ScannedImage await(Future<ScannedImage> image) throws IOException {
        try {
            return image.get();
        } catch (InterruptedException e) {
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private static ScannedImage left(String reference) {
        return ScannedImage.failed(reference, "the scan was ended before it was done");
    }

    /** Waits until interrupted scans have taken their mounts away. */
    private static void ended(ExecutorService threads) {
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure of one image is said, and keeps no other from being scanned. */
    private ScannedImage scanned(String reference) throws IOException, InterruptedException {
        try (OpenedImage image = source.open(reference)) {
            return ScannedImage.of(scan.run(plugins, image.scan()));
        } catch (IOException e) {
            ExitCode code = ExitCodes.beforeRun(e);
            if (code == ExitCode.USAGE || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            exit.add(code.code());
            return ScannedImage.failed(reference, Messages.of(e));
        }
    }

    private void report(int number, ScannedImage image, ReceiptFile receipts, FindingsWriter findings)
            throws IOException {
        if (image.problem() == null) {
            new ReceiptPrinter(image.receipt()).say(environment, output.quiet());
            image.results().forEach(this::count);
            countFindings(image);
        } else {
            environment.say(image.problem());
        }
        receipts.put(number, image.receipt());
        findings.image(image);
    }

    private void count(PluginResult result) {
        if (result.scanner().verdict().isIncomplete()) {
            exit.add(result.scanner());
        }
    }

    private void countFindings(ScannedImage image) {
        LevelOption least = reporting.failOn();
        FailingFindings failing = least == null ? null : new FailingFindings(least, image.name(), image.findings());
        if (failing != null && !failing.isEmpty()) {
            exit.add(ExitCode.FINDINGS.code());
            List<String> lines = failing.lines();
            environment.say(lines.get(0));
            lines.stream().skip(1).forEach(environment.err()::println);
        }
    }
}
