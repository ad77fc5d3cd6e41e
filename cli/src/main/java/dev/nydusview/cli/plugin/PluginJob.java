package dev.nydusview.cli.plugin;

import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.exit.ExitCodes;
import dev.nydusview.cli.exit.Messages;
import dev.nydusview.cli.mount.Signals;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.cli.scan.ImageSource;
import dev.nydusview.cli.scan.OpenedImage;
import dev.nydusview.cli.scan.ReceiptPrinter;
import dev.nydusview.cli.scan.ScanExit;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.plugin.scan.PluginScan;
import dev.nydusview.scan.json.Documents;
import dev.nydusview.scan.receipt.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final Queue<Receipt> failed = new ConcurrentLinkedQueue<>();

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
     * @param failOn findings of this level or above make the exit code 1; null for none
     * @param receipt where to write what was read; null for nowhere
     * @param images that are scanned at a time
     */
    public record Reporting(FindingsFormat format, @Nullable LevelOption failOn, @Nullable Path receipt, int images) {}

    /** Scans {@code references}, and returns the exit code; nothing is left behind, even after a signal. */
    @SuppressWarnings("try") // held for its duration only
    public int run(List<String> references) throws IOException {
        Thread self = Thread.currentThread();
        AtomicInteger signal = new AtomicInteger();
        try (Signals ignored = new Signals(number -> {
            signal.set(number);
            self.interrupt();
        })) {
            List<PluginOutcome> outcomes = scanAll(references);
            report(outcomes, references.size());
            return exit.code();
        } catch (InterruptedException e) {
            return SIGNALLED + signal.get();
        }
    }

    private List<PluginOutcome> scanAll(List<String> references) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(reporting.images());
        try {
            List<Future<Optional<PluginOutcome>>> running = new ArrayList<>();
            references.forEach(reference -> running.add(threads.submit(() -> scanned(reference))));
            List<PluginOutcome> outcomes = new ArrayList<>();
            for (Future<Optional<PluginOutcome>> one : running) {
                one.get().ifPresent(outcomes::add);
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
            ended(threads);
        }
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
    private Optional<PluginOutcome> scanned(String reference) throws IOException, InterruptedException {
        try (OpenedImage image = source.open(reference)) {
            return Optional.of(scan.run(plugins, image.scan()));
        } catch (IOException e) {
            ExitCode code = ExitCodes.beforeRun(e);
            if (code == ExitCode.USAGE || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            environment.say(Messages.of(e));
            exit.add(code.code());
            failed.add(Receipt.notScanned(reference, Messages.of(e)));
            return Optional.empty();
        }
    }

    private void report(List<PluginOutcome> outcomes, int images) throws IOException {
        for (PluginOutcome outcome : outcomes) {
            say(outcome);
            outcome.results().forEach(this::count);
        }
        reporting.format().write(outcomes, environment);
        Path file = reporting.receipt();
        if (file != null) {
            List<Receipt> receipts = new ArrayList<>(
                    outcomes.stream().map(PluginOutcome::receipt).toList());
            receipts.addAll(failed);
            boolean single = images == 1 && receipts.size() == 1;
            Files.write(file, Documents.write(single ? receipts.get(0) : receipts));
        }
    }

    private void count(PluginResult result) {
        if (result.scanner().verdict().isIncomplete()) {
            exit.add(result.scanner());
        }
        LevelOption least = reporting.failOn();
        if (least != null && result.findings().stream().anyMatch(least::isReached)) {
            exit.add(ExitCode.FAILURE.code());
        }
    }

    private void say(PluginOutcome outcome) throws IOException {
        ReceiptPrinter printer = new ReceiptPrinter(outcome.receipt());
        if (!output.quiet()) {
            try (TextOutput err = new TextOutput(environment.err())) {
                printer.print(err);
            }
        }
        List<String> problems = printer.problems();
        if (!problems.isEmpty()) {
            environment.say(problems.get(0));
            problems.stream().skip(1).forEach(environment.err()::println);
        }
    }
}
