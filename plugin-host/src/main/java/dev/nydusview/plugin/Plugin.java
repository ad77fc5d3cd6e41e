package dev.nydusview.plugin;

import dev.nydusview.plugin.manifest.PluginManifest;
import java.nio.file.Path;

/**
 * A plugin.
 *
 * @param executable absolute
 */
public record Plugin(Path executable, PluginManifest manifest) {
    /** Its name, or that of its file if it has none. */
    public String name() {
        return manifest.name().isEmpty() ? String.valueOf(executable.getFileName()) : manifest.name();
    }
}
