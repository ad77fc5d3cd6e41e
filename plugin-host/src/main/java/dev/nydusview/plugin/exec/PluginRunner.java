package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.PluginCommand;
import dev.nydusview.scan.mount.ScanMount;
import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Program;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs plugins over a mount, each surrounded by all interceptors. */
public final class PluginRunner {
    private static final long MAX_OUTPUT = 1 << 24;

    private final ScanMount mount;
    private final Path directory;
    private final Path document;
    private final PluginSandbox sandbox;
    private final Duration timeout;
    private final PrintStream err;
    private final PluginChain chain;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * @param directory for output of plugins and for their pipes, of which each plugin sees its own
     * @param document directory of the documents about images
     * @param sandbox what plugins see of this machine
     * @param interceptors the first is outermost
     * @param timeout time after which a plugin is killed
     * @param err receives their standard error, with their names
     */
    public PluginRunner(
            ScanMount mount,
            Path directory,
            Path document,
            PluginSandbox sandbox,
            List<PluginInterceptor> interceptors,
            Duration timeout,
            PrintStream err) {
        this.mount = mount;
        this.directory = directory;
        this.document = document;
        this.sandbox = sandbox;
        this.timeout = timeout;
        this.err = err;
        this.chain = new PluginChain(interceptors, this::execute);
    }

    /** A run of {@code command}, to be given to {@link #run}. */
    public PluginRun prepare(Plugin plugin, PluginCommand command, MountedImage image, List<String> flags) {
        return new PluginRun(plugin, command, image, flags, sandbox.environment(), sandbox.of(plugin.executable()));
    }

    /** Runs it and waits for its end. */
    public PluginExit run(PluginRun run) throws IOException, InterruptedException {
        return chain.run(run);
    }

    private PluginExit execute(PluginRun run) throws IOException, InterruptedException {
        Path output = directory.resolve("output-" + runs.incrementAndGet());
        if (!sandbox.hasNetwork() && !mount.separatesNetworks()) {
            throw new IOException(
                    "plugins cannot be cut off from the network here, which needs root or user namespaces, and "
                            + "unshare of util-linux; --plugin-network allows plugins to use it");
        }
        if (!sandbox.hasNetwork()) {
            run.limitedBy(List.of("no network (network namespace)"));
        }
        List<String> words = run.commandLine();
        Sandbox sandboxed = mount.over(run.sandbox().hiding(List.of(directory)).keeping(List.of(document)));
        Confinement confinement = mount.confinement(sandboxed);
        try (PluginOutput messages = new PluginOutput(run.plugin().name(), err)) {
            Program program = mount.launch(
                    new Launch(words, run.environment(), output, MAX_OUTPUT, timeout, messages, sandboxed));
            run.started(program);
            try (program) {
                return new PluginExit(program.id(), program.await(), words, confinement);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
