package dev.nydusview.scan;

import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.report.Report;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.scanner.ScannerInputs;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import dev.nydusview.scan.store.ResultKey;
import dev.nydusview.scan.store.ResultStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results of scans of the same contents by the same scanner, database and arguments. */
final class CachedResults {
    private final @Nullable ResultStore store;
    private final ScanImage image;
    private final Map<String, String> variables;
    private final Map<ScannerTask, ResultKey> before = new HashMap<>();

    /** @param store null for none */
    CachedResults(@Nullable ResultStore store, ScanImage image, Map<String, String> variables) {
        this.store = store;
        this.image = image;
        this.variables = variables;
    }

    /** Returns the cached result of {@code task}; empty if there is none, or its validity is uncertain. */
    Optional<ScannerResult> find(ScannerTask task) throws IOException, UnsupportedRequestException {
        Optional<ResultKey> key = key(task);
        if (store == null || key.isEmpty()) {
            return Optional.empty();
        }
        before.put(task, key.get());
        Optional<ResultStore.Found> found = store.find(key.get());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] report = ReportFile.renamed(
                found.get().report().bytes(), VerdictBuilder.IMAGE_PLACEHOLDER, image.name(), task.shape());
        return Optional.of(new ScannerResult(
                Verdict.COMPLETE,
                found.get().result().scanner().fromStore(found.get().result().scanned()),
                Report.of(report)));
    }

    /**
     * Caches a complete result, whose report is named by {@link VerdictBuilder#IMAGE_PLACEHOLDER}; returns whether it
     * was cached.
     */
    boolean keep(ScannerTask task, ScannerResult result, byte[] report) throws UnsupportedRequestException {
        try {
            Optional<ResultKey> key = key(task);
            // A database or program that changed meanwhile may have been read before or after.
            if (store != null && key.isPresent() && key.get().equals(before.get(task))) {
                store.keep(key.get(), Instant.now(), image.name(), result.entry(), report);
                return true;
            }
        } catch (IOException e) {
            // A full disk costs the next scan its time, and this one nothing.
        }
        return false;
    }

    private Optional<ResultKey> key(ScannerTask task) throws UnsupportedRequestException {
        Optional<ScannerInputs> inputs = task.scanner().inputs(task.request(), variables);
        Path program = task.program();
        if (store == null || program == null || inputs.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> commands = new ArrayList<>();
        commands.add(task.command(ScannerTask.ROOT_PLACEHOLDER));
        Optional<List<String>> configuration = task.configurationCommand(ScannerTask.ROOT_PLACEHOLDER);
        configuration.ifPresent(commands::add);
        String contents = image.way() + " " + image.facts().contents();
        if (configuration.isPresent()) {
            contents += " " + image.name().substring(image.name().lastIndexOf('@') + 1);
        }
        try {
            return Optional.of(ResultKey.of(contents, program, commands, inputs.get(), variables));
        } catch (IOException e) {
            return Optional.empty(); // its dependencies are uncertain
        }
    }
}
