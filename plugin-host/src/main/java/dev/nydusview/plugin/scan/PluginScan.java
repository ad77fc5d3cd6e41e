package dev.nydusview.plugin.scan;

import static java.util.Objects.requireNonNull;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.discovery.Discovered;
import dev.nydusview.plugin.discovery.PluginDiscovery;
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
import dev.nydusview.scan.mount.Attempts;
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
import java.util.stream.Collectors;

/** Scans images by plugins: each image is mounted once, for all of them. */
public final class PluginScan {
    private final PluginSettings settings;
    private final PluginSandbox sandbox;
    private final LogListener listener;
    private final PrintStream err;
    private final Map<String, String> variables;
    private final ProgramPath path;
    private final List<PluginInterceptor> interceptors = new ArrayList<>();

    /**
     * @param variables the environment
     * @param listener receives the log entries of plugins while they run
     * @param err receives the standard error of plugins
     */
    public PluginScan(PluginSettings settings, Map<String, String> variables, LogListener listener, PrintStream err)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.sandbox = new PluginSandbox(settings.network(), settings.mount().hidden(), settings.python(), variables);
        this.variables = Map.copyOf(variables);
        this.listener = listener;
        this.err = err;
        this.path = new ProgramPath(variables);
        interceptors.add(new ImageInterceptor());
    }

    /** Finds the plugins below {@code directory}, by running each executable there for its manifest. */
    public Discovered find(Path directory) throws IOException, InterruptedException {
        return PluginDiscovery.of(
                        variables,
                        settings.limits(),
                        settings.network(),
                        settings.mount().hidden(),
                        settings.python())
                .below(directory, null);
    }

    /** Runs all commands of {@code plugins} that scan images over {@code image}, several at a time. */
    public PluginOutcome run(List<Plugin> plugins, ScanImage image) throws IOException, InterruptedException {
        List<PluginTask> tasks = PluginTask.of(plugins);
        ReceiptDraft draft = new ReceiptDraft(image, settings.mount());
        Map<PluginTask, PluginResult> results = new HashMap<>();
        Attempts.run(tasks, image, settings.mount().retries(), tried -> {
            Map<PluginTask, PluginResult> attempted = attempt(tried, image, draft);
            results.putAll(attempted);
            return unread(attempted);
        });
        List<PluginResult> inOrder = tasks.stream().map(results::get).toList();
        List<ScannerResult> scanners =
                inOrder.stream().map(PluginResult::scanner).toList();
        return new PluginOutcome(draft.receipt(scanners), inOrder);
    }

    private static Set<PluginTask> unread(Map<PluginTask, PluginResult> results) {
        return results.entrySet().stream()
                .filter(one -> one.getValue().scanner().verdict() == Verdict.UNREAD)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<PluginTask, PluginResult> attempt(List<PluginTask> tasks, ScanImage image, ReceiptDraft draft)
            throws IOException, InterruptedException {
        List<String> words = tasks.stream()
                .map(task -> task.plugin().executable().toString())
                .toList();
        try (ScanMount mount = ScanMount.open(image.name(), settings.mount(), path, words, err)) {
            mount.serve(image);
            draft.mounted(mount);
            Path directory = mount.directory("plugins");
            ImageDocument document = ImageDocument.of(image);
            Path file = mount.directory("document").resolve("image.json");
            document.write(file);
            MountedImage mounted = new MountedImage(document.id(), image.name(), mount.root(), file);
            ServiceSettings services = settings.services();
            List<PluginInterceptor> all = new ArrayList<>(interceptors);
            all.add(new LimitsInterceptor(new Limiter(path, mount.ownProcesses()), settings.limits()));
            all.add(new ServicesInterceptor(
                    directory, services.configuration(), services.logLevel(), listener, services.further()));
            PluginRunner runner = new PluginRunner(
                    mount,
                    directory,
                    requireNonNull(file.getParent()),
                    sandbox,
                    all,
                    settings.mount().timeout(),
                    err);
            PluginAttempt attempt = new PluginAttempt(mount, runner, settings);
            Map<PluginTask, PluginResult> results = attempt.run(tasks, mounted);
            AccessRecord record = mount.record();
            draft.attempted(List.of(), mount.ahead(), record == null ? Set.of() : record.verified());
            return results;
        }
    }
}
