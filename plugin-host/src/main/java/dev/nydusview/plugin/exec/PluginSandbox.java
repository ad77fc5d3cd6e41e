package dev.nydusview.plugin.exec;

import dev.nydusview.scan.run.EnvironmentFilter;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sandboxes that limit what plugins see of this machine, whether they are asked for info or run. */
public final class PluginSandbox {
    /** Credentials below the home directory, beside those of registries. */
    private static final List<String> SECRETS = List.of(
            ".ssh",
            ".gnupg",
            ".aws",
            ".azure",
            ".kube",
            ".netrc",
            ".git-credentials",
            ".npmrc",
            ".pypirc",
            ".vault-token",
            ".password-store",
            ".config/gcloud",
            ".config/gh",
            ".local/share/keyrings");

    private final boolean network;
    private final List<Path> hidden;
    private final @Nullable Path python;
    private final Map<String, String> environment;

    /**
     * @param network whether plugins have a network
     * @param hidden files and directories that plugins do not get to see
     * @param python directory of the Python packages; null if there is none
     * @param variables the environment, of which plugins get a part
     */
    public PluginSandbox(boolean network, List<Path> hidden, @Nullable Path python, Map<String, String> variables) {
        this.network = network;
        this.python = python;
        this.hidden = new ArrayList<>(hidden);
        Stream.of(variables.getOrDefault("HOME", ""), System.getProperty("user.home"))
                .filter(home -> home.startsWith("/"))
                .forEach(home -> SECRETS.forEach(secret -> this.hidden.add(Path.of(home, secret))));
        this.environment = environment(variables);
    }

    private Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> passed = new HashMap<>(EnvironmentFilter.of(variables, network));
        if (python != null) {
            String own = python + ":" + python.resolve("compat");
            passed.merge("PYTHONPATH", own, (old, added) -> added + ":" + old);
            passed.put("PYTHONDONTWRITEBYTECODE", "1");
        }
        return passed;
    }

    /** The variables of every plugin. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Returns the sandbox of the plugin {@code executable}, which sees the files beside itself. */
    public Sandbox of(Path executable) {
        Path directory = executable.toAbsolutePath().normalize().getParent();
        List<Path> kept = new ArrayList<>();
        List<Path> shared = new ArrayList<>();
        if (directory != null) {
            Path real = real(directory);
            kept.add(real);
            Launcher.temporary().stream().filter(real::startsWith).forEach(shared::add);
            if (shared.contains(real)) {
                kept.add(real.resolve(executable.getFileName())); // beside which it may write
            }
        }
        if (python != null) {
            kept.add(python);
        }
        return Sandbox.ofPlugin(network, hidden).keeping(kept).sharing(shared);
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory; // the start will report that it is gone
        }
    }

    boolean hasNetwork() {
        return network;
    }
}
