package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.PluginCommand;
import dev.nydusview.scan.Stage;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs plugins on a stage, each surrounded by all interceptors. */
public final class PluginRunner {
    private static final long MAX_OUTPUT = 1 << 24;

    private final Stage stage;
    private final Path directory;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final PrintStream err;
    private final PluginChain chain;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * @param directory for what plugins print
     * @param environment variables of the plugins, to which interceptors add
     * @param interceptors the first is outermost
     * @param timeout after which a plugin is killed
     * @param err takes what they write on their standard error, with their names
     */
    public PluginRunner(
            Stage stage,
            Path directory,
            Map<String, String> environment,
            List<PluginInterceptor> interceptors,
            Duration timeout,
            PrintStream err) {
        this.stage = stage;
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
        this.err = err;
        this.chain = new PluginChain(interceptors, this::execute);
    }

    /** A run of {@code command}, to be given to {@link #run}. */
    public PluginRun prepare(Plugin plugin, PluginCommand command, MountedImage image, List<String> flags) {
        return new PluginRun(plugin, command, image, flags, environment);
    }

    /** Runs it and waits for its end. */
    public PluginEnd run(PluginRun run) throws IOException, InterruptedException {
        return chain.run(run);
    }

    private PluginEnd execute(PluginRun run) throws IOException, InterruptedException {
        Path output = directory.resolve("output-" + runs.incrementAndGet());
        List<String> words = run.commandLine();
        try (PluginOutput messages = new PluginOutput(run.plugin().name(), err)) {
            Program program = stage.launch(new Launch(words, run.environment(), output, MAX_OUTPUT, timeout, messages));
            run.started(program);
            try (program) {
                return new PluginEnd(program.id(), program.await(), words);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
