package dev.nydusview.scan;

import dev.nydusview.scan.receipt.AccessEntry;
import dev.nydusview.scan.receipt.ScannerEntry;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.run.ProgramExit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Combines the end, the output and the reads of a scanner into a verdict. */
final class VerdictBuilder {
    /**
     * Placeholder for the image's name in reports until they are passed on, as a cached report may be of an image with
     * many names.
     */
    static final String IMAGE_PLACEHOLDER = "nydusview-image-0b6f1c62";

    private static final double MILLIS = 1000;

    private final ScanRun.Finished finished;

    VerdictBuilder(ScanRun.Finished finished) {
        this.finished = finished;
    }

    /** Returns the verdict; failed reads count more than anything that the scanner reports. */
    Verdict verdict() {
        if (!finished.unread().isEmpty()) {
            return Verdict.UNREAD;
        }
        if (!finished.broken().isEmpty()) {
            return Verdict.BROKEN;
        }
        int code = finished.ending().code();
        boolean result =
                finished.task().scanner().isResult(code, finished.task().request());
        return result ? Verdict.COMPLETE : Verdict.FAILED;
    }

    /** The report, with {@link #IMAGE_PLACEHOLDER} for the image; empty if the scanner wrote something else. */
    byte[] report(Path root) throws IOException {
        ReportFile report = finished.report();
        ScannerTask task = finished.task();
        return report == null
                ? new byte[0]
                : report.named(
                        root,
                        IMAGE_PLACEHOLDER,
                        finished.configuration(),
                        task.scanner().findings(task.request()).orElse(null));
    }

    ScannerEntry entry(@Nullable String version, Map<String, String> variables) {
        List<String> problems = new ArrayList<>(finished.unread());
        problems.addAll(finished.broken());
        failure().ifPresent(problems::add);
        ProgramExit ending = finished.ending();
        return new ScannerEntry(
                finished.task().scanner().name(),
                version,
                finished.task().database(variables),
                finished.command(),
                ending.kind().label(),
                finished.task()
                        .scanner()
                        .exitCode(ending.code(), finished.task().request()),
                verdict().label(),
                problems,
                ending.took().toMillis() / MILLIS,
                finished.configured(),
                null,
                null,
                finished.confinement(),
                finished.access() == null ? null : AccessEntry.of(finished.access()));
    }

    /** Returns the reason that the scanner gives for its own failure. */
    private Optional<String> failure() {
        ProgramExit ending = finished.ending();
        boolean failed = ending.kind() == ProgramExit.Kind.EXITED
                && !finished.task()
                        .scanner()
                        .isResult(ending.code(), finished.task().request());
        return failed ? finished.task().scanner().failure(finished.messages()).or(this::silence) : Optional.empty();
    }

    /** Returns a sentence about a scanner that was told to be quiet, and gave no reason for its failure either. */
    private Optional<String> silence() {
        return finished.task().quietArguments().isEmpty()
                ? Optional.empty()
                : Optional.of(finished.task().scanner().name() + " ended with exit code "
                        + finished.ending().code() + " and without a message: scan without -q to see its messages");
    }

    /** Returns the result of a scanner that is not there. */
    static ScannerResult missing(ScannerTask task) {
        String program = task.scanner().program();
        ScannerEntry entry = new ScannerEntry(
                task.scanner().name(),
                null,
                List.of(),
                List.of(program),
                "missing",
                127,
                Verdict.BROKEN.label(),
                List.of(program + " is not installed, or not on the PATH"),
                0,
                false,
                null,
                null,
                null,
                null);
        return new ScannerResult(Verdict.BROKEN, entry, Report.of(new byte[0]));
    }
}
