package dev.nydusview.plugin;

import dev.nydusview.plugin.manifest.PluginManifest;
import java.nio.file.Path;

/**
 * A plugin.
 *
 * @param executable absolute
 */
public record Plugin(Path executable, PluginManifest manifest) {
    /** Returns the name in the manifest, or that of the plugin's file if the manifest has none. */
    public String name() {
        return manifest.name().isEmpty() ? String.valueOf(executable.getFileName()) : manifest.name();
    }
}
