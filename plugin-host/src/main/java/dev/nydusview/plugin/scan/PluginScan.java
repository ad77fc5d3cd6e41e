package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.exec.ImageInterceptor;
import dev.nydusview.plugin.exec.LimitsInterceptor;
import dev.nydusview.plugin.exec.MountedImage;
import dev.nydusview.plugin.exec.PluginInterceptor;
import dev.nydusview.plugin.exec.PluginRunner;
import dev.nydusview.plugin.exec.PluginSandbox;
import dev.nydusview.plugin.exec.ServicesInterceptor;
import dev.nydusview.plugin.limits.Limiter;
import dev.nydusview.plugin.log.LogListener;
import dev.nydusview.scan.ReceiptDraft;
import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.Verdict;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.ScanMount;
import dev.nydusview.scan.run.ProgramPath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scans images by plugins: each image is mounted once, for all of them. */
public final class PluginScan {
    private final PluginSettings settings;
    private final PluginSandbox sandbox;
    private final LogListener listener;
    private final PrintStream err;
    private final ProgramPath path;
    private final List<PluginInterceptor> interceptors = new ArrayList<>();

    /**
     * @param variables the environment
     * @param listener hears what plugins log while they run
     * @param err takes what they write on their standard error
     */
    public PluginScan(PluginSettings settings, Map<String, String> variables, LogListener listener, PrintStream err)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.sandbox = new PluginSandbox(settings.network(), settings.scan().hidden(), settings.python(), variables);
        this.listener = listener;
        this.err = err;
        this.path = new ProgramPath(variables);
        interceptors.add(new ImageInterceptor());
    }

    /** Runs all commands of {@code plugins} that scan images over {@code image}, several at a time. */
    public PluginOutcome run(List<Plugin> plugins, ScanImage image) throws IOException, InterruptedException {
        List<PluginTask> tasks = PluginTask.of(plugins);
        ReceiptDraft draft = new ReceiptDraft(image, settings.scan());
        Map<PluginTask, PluginResult> results = new HashMap<>();
        List<PluginTask> left = tasks;
        for (int i = 0; i <= settings.scan().retries() && !left.isEmpty(); i++) {
            results.putAll(attempt(left, image, draft));
            left = left.stream()
                    .filter(task ->
                            image.lazy() != null && results.get(task).scanner().verdict() == Verdict.UNREAD)
                    .toList();
        }
        List<PluginResult> inOrder = tasks.stream().map(results::get).toList();
        List<ScannerResult> scanners =
                inOrder.stream().map(PluginResult::scanner).toList();
        return new PluginOutcome(draft.receipt(scanners), inOrder);
    }

    private Map<PluginTask, PluginResult> attempt(List<PluginTask> tasks, ScanImage image, ReceiptDraft draft)
            throws IOException, InterruptedException {
        List<String> words = tasks.stream()
                .map(task -> task.plugin().executable().toString())
                .toList();
        try (ScanMount stage = ScanMount.open(image.name(), settings.scan(), path, words, err)) {
            stage.serve(image);
            draft.staged(stage);
            Path directory = stage.directory("plugins");
            ImageDocument document = ImageDocument.of(image);
            Path file = stage.directory("document").resolve("image.json");
            document.write(file);
            MountedImage mounted = new MountedImage(document.id(), image.name(), stage.root(), file);
            List<PluginInterceptor> all = new ArrayList<>(interceptors);
            all.add(new LimitsInterceptor(new Limiter(path, stage.ownProcesses()), settings.limits()));
            all.add(new ServicesInterceptor(
                    directory, settings.configuration(), settings.logLevel(), listener, settings.services()));
            PluginRunner runner = new PluginRunner(
                    stage,
                    directory,
                    file.getParent(),
                    sandbox,
                    all,
                    settings.scan().timeout(),
                    err);
            PluginAttempt attempt = new PluginAttempt(stage, runner, settings);
            Map<PluginTask, PluginResult> results = attempt.run(tasks, mounted);
            AccessRecord record = stage.record();
            draft.attempted(List.of(), stage.ahead(), record == null ? Set.of() : record.verified());
            return results;
        }
    }
}
