package dev.nydusview.plugin.discovery;

import dev.nydusview.base.Ownership;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.exec.PluginSandbox;
import dev.nydusview.plugin.limits.LimitedRun;
import dev.nydusview.plugin.limits.Limiter;
import dev.nydusview.plugin.limits.Limits;
import dev.nydusview.plugin.manifest.BadManifestException;
import dev.nydusview.plugin.manifest.ManifestReader;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.OutputTail;
import dev.nydusview.scan.run.ProgramExit;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Finds plugins by asking every executable below a directory for {@code info}, several at a time. */
public final class PluginDiscovery {
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int THREADS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Launcher launcher;
    private final PluginSandbox sandbox;
    private final Limiter limiter;
    private final Limits limits;
    private final Duration timeout;

    /**
     * @param launcher starts the plugins
     * @param path search path for the programs that limit them
     * @param sandbox what they see of this machine
     * @param limits limits for each of them
     * @param timeout time after which a silent plugin is killed
     */
    public PluginDiscovery(
            Launcher launcher, ProgramPath path, PluginSandbox sandbox, Limits limits, Duration timeout) {
        this.launcher = launcher;
        this.sandbox = sandbox;
        this.limiter = new Limiter(path, launcher.ownProcesses());
        this.limits = limits;
        this.timeout = timeout;
    }

    /**
     * Returns a discovery that asks plugins as they would be run, but with a network where it cannot be taken away.
     *
     * @param variables the environment
     * @param limits for each of them
     * @param network whether they may use one
     * @param hidden files and directories that they do not get to see
     * @param python directory of the Python packages; null if there is none
     */
    public static PluginDiscovery of(
            Map<String, String> variables, Limits limits, boolean network, List<Path> hidden, @Nullable Path python)
            throws IOException, InterruptedException {
        ProgramPath path = new ProgramPath(variables);
        Launcher launcher = new Launcher(null, path);
        boolean networked = network || !launcher.separatesNetworks();
        PluginSandbox sandbox = new PluginSandbox(networked, hidden, python, variables);
        return new PluginDiscovery(launcher, path, sandbox, limits, TIMEOUT);
    }

    /**
     * Returns the executables below {@code directory}, by path.
     *
     * @param glob pattern for their paths; null for all
     */
    public static List<Path> executables(Path directory, @Nullable String glob) throws IOException {
        return Candidates.below(directory, glob);
    }

    /**
     * Finds the plugins below {@code directory}; executables that are not plugins are listed separately, and do not
     * stop the search.
     *
     * @param glob pattern for their paths; null for all
     * @throws IOException if the directory cannot be read
     */
    public Discovered below(Path directory, @Nullable String glob) throws IOException, InterruptedException {
        return ask(Candidates.below(directory, glob));
    }

    /**
     * Asks each of {@code executables} for its manifest, several at a time; returns those that are plugins, and why the
     * others are not.
     */
    public Discovered ask(List<Path> executables) throws IOException, InterruptedException {
        return ask(executables, null, () -> {});
    }

    /**
     * As {@link #ask(List)}.
     *
     * @param store keeps the manifests; null for none
     * @param answered is told of each answer, and of each failure
     */
    public Discovered ask(List<Path> executables, @Nullable ManifestStore store, Runnable answered)
            throws IOException, InterruptedException {
        List<Plugin> plugins = new ArrayList<>();
        List<Discovered.Failure> failures = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Plugin>> answers = new ArrayList<>();
            executables.forEach(executable -> answers.add(threads.submit(() -> {
                try {
                    return ask(executable, store);
                } finally {
                    answered.run();
                }
            })));
            for (int i = 0; i < executables.size(); i++) {
                try {
                    plugins.add(answers.get(i).get());
                } catch (ExecutionException e) {
                    failures.add(new Discovered.Failure(executables.get(i), reason(e)));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return new Discovered(plugins, failures);
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : String.valueOf(cause);
    }

    private Plugin ask(Path executable, @Nullable ManifestStore store) throws IOException, InterruptedException {
        Optional<String> objection = Ownership.objection(executable.toRealPath());
        if (objection.isPresent()) {
            throw new BadManifestException("it is not run: " + objection.get() + ": chown it, or chmod go-w it");
        }
        Path output = Files.createTempFile("nydusview-info-", ".json");
        try (LimitedRun limited = limiter.limit(limits)) {
            OutputTail messages = new OutputTail(OutputStream.nullOutputStream());
            List<String> words = new ArrayList<>(limited.wrapper());
            words.addAll(List.of(executable.toString(), "info"));
            Sandbox joined = sandbox.of(executable).joining(limited.groups());
            Launch launch = new Launch(words, sandbox.environment(), output, MAX_MANIFEST, timeout, messages, joined);
            ProgramExit ending = launcher.start(launch).await();
            if (ending.kind() != ProgramExit.Kind.EXITED || ending.code() != 0) {
                throw new BadManifestException("its command info " + ending.description() + said(messages));
            }
            byte[] manifest = Files.readAllBytes(output);
            Plugin plugin = new Plugin(executable, ManifestReader.read(manifest));
            if (store != null) {
                store.keep(executable, manifest);
            }
            return plugin;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String said(OutputTail messages) {
        String line = messages.lastLine();
        return line.isEmpty() ? "" : ": " + line;
    }
}
