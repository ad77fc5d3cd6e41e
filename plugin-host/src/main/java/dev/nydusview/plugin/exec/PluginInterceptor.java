package dev.nydusview.plugin.exec;

import java.io.IOException;

/** Something that surrounds each run of a plugin. */
public interface PluginInterceptor {
    /** Prepares {@code run}, has it go on, and cleans up after it. */
    PluginExit intercept(PluginRun run, Next next) throws IOException, InterruptedException;

    /** The rest of the chain, with the plugin at its end. */
    @FunctionalInterface
    interface Next {
        PluginExit proceed(PluginRun run) throws IOException, InterruptedException;
    }
}
