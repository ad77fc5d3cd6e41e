package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.PluginCommand;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.scan.run.Program;
import dev.nydusview.scan.run.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run of one command of a plugin over one image. Interceptors add to it before it starts; after its end it has their
 * limits and problems.
 */
public final class PluginRun {
    private final Plugin plugin;
    private final PluginCommand command;
    private final MountedImage image;
    private final List<String> flags;
    private final Map<String, String> environment;
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> hostWords = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private Sandbox sandbox;

    // Guarded by this.
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private @Nullable Program program;
    private boolean killed;

    /**
     * @param flags of the plugin's own, for this command
     * @param sandbox what the plugin sees of this machine
     */
    PluginRun(
            Plugin plugin,
            PluginCommand command,
            MountedImage image,
            List<String> flags,
            Map<String, String> environment,
            Sandbox sandbox) {
        this.plugin = plugin;
        this.sandbox = sandbox;
        this.command = command;
        this.image = image;
        this.flags = List.copyOf(flags);
        this.environment = new HashMap<>(environment);
    }

    public Plugin plugin() {
        return plugin;
    }

    public PluginCommand command() {
        return command;
    }

    public MountedImage image() {
        return image;
    }

    /** Variables of the run; those that an interceptor sets go to the plugin. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Sandbox that limits what the plugin sees of this machine. */
    public Sandbox sandbox() {
        return sandbox;
    }

    /** Changes what the plugin sees of this machine, before it starts. */
    public void confine(UnaryOperator<Sandbox> change) {
        sandbox = change.apply(sandbox);
    }

    /** Puts {@code words} before the command, behind those that are there. */
    public void wrap(List<String> words) {
        wrapper.addAll(words);
    }

    /** Adds words that tell the plugin about its host. */
    public void tell(List<String> words) {
        hostWords.addAll(words);
    }

    /** Adds sentences about limits of the run. */
    public void limitedBy(List<String> sentences) {
        limits.addAll(sentences);
    }

    /** Adds a reason why the run cannot be relied upon; each counts once. */
    public synchronized void problem(String sentence) {
        problems.add(sentence);
    }

    /** Adds a finding of the plugin. */
    public synchronized void found(Finding finding) {
        findings.add(finding);
    }

    public synchronized List<Finding> findings() {
        return List.copyOf(findings);
    }

    public List<String> limits() {
        return List.copyOf(limits);
    }

    public synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Ends the plugin with everything that it has started, now or as soon as it starts, for a reason that is a problem;
     * may be called on any thread.
     */
    public synchronized void kill(String reason) {
        if (!killed) {
            problems.add(reason);
        }
        killed = true;
        if (program != null) {
            program.close();
        }
    }

    /** Tests whether the run was {@link #kill ended} by the host, so that its end says nothing about the plugin. */
    public synchronized boolean isKilled() {
        return killed;
    }

    synchronized void started(Program running) {
        program = running;
        if (killed) {
            running.close();
        }
    }

    /** The command line, in the order of the protocol: command, mode, flags, host, image. */
    public List<String> commandLine() {
        List<String> words = new ArrayList<>(wrapper);
        words.add(plugin.executable().toString());
        words.addAll(command.path());
        words.addAll(List.of("--mode", "docker", "--docker-unique-desc", "nydusview", "--id"));
        words.addAll(flags);
        words.addAll(hostWords);
        words.add(image.id());
        return words;
    }
}
