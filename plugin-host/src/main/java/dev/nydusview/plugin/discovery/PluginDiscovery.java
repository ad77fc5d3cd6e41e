package dev.nydusview.plugin.discovery;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.BadManifestException;
import dev.nydusview.plugin.manifest.ManifestReader;
import dev.nydusview.scan.run.Ending;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Finds plugins by asking every executable below a directory for {@code info}, several at a time. */
public final class PluginDiscovery {
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int THREADS = 4;

    private final Launcher launcher;
    private final Map<String, String> environment;
    private final Duration timeout;

    /**
     * @param launcher starts them
     * @param environment all of their variables
     * @param timeout after which one that says nothing is killed
     */
    public PluginDiscovery(Launcher launcher, Map<String, String> environment, Duration timeout) {
        this.launcher = launcher;
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
    }

    /**
     * The plugins below {@code directory}; executables that are none are told apart, and keep no other from being found.
     *
     * @param glob what their paths must be like; null for all
     * @throws IOException if the directory cannot be read
     */
    public Discovered below(Path directory, @Nullable String glob) throws IOException, InterruptedException {
        return ask(Candidates.below(directory, glob));
    }

    /** Which of {@code executables} are plugins. */
    public Discovered ask(List<Path> executables) throws IOException, InterruptedException {
        List<Plugin> plugins = new ArrayList<>();
        List<Discovered.Failure> failures = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Plugin>> answers = new ArrayList<>();
            executables.forEach(executable -> answers.add(threads.submit(() -> ask(executable))));
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

    private Plugin ask(Path executable) throws IOException, InterruptedException {
        Path output = Files.createTempFile("nydusview-info-", ".json");
        try {
            LastWords messages = new LastWords();
            Launch launch = new Launch(
                    List.of(executable.toString(), "info"), environment, output, MAX_MANIFEST, timeout, messages);
            Ending ending = launcher.start(launch).await();
            if (ending.kind() != Ending.Kind.EXITED || ending.code() != 0) {
                throw new BadManifestException("asked for info, it " + ending.description() + said(messages));
            }
            return new Plugin(executable, ManifestReader.read(Files.readAllBytes(output)));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String said(LastWords messages) {
        String line = messages.line();
        return line.isEmpty() ? "" : ": " + line;
    }
}
