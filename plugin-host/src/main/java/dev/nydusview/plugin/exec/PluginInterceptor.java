package dev.nydusview.plugin.exec;

import java.io.IOException;

/** An action around each run of a plugin, such as setting limits. */
public interface PluginInterceptor {
    /** Prepares {@code run}, lets it continue, and cleans up after it. */
    PluginExit intercept(PluginRun run, Next next) throws IOException, InterruptedException;

    /** The rest of the chain, with the plugin at its end. */
    @FunctionalInterface
    interface Next {
        PluginExit proceed(PluginRun run) throws IOException, InterruptedException;
    }
}
