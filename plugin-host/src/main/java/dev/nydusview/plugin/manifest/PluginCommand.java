package dev.nydusview.plugin.manifest;

import java.util.List;

/**
 * A command of a plugin.
 *
 * @param path its words on the command line of the plugin
 * @param type what it scans: image, container, runtime, cluster or iac
 */
public record PluginCommand(List<String> path, String type) {
    public static final String IMAGE = "image";

    public PluginCommand {
        path = List.copyOf(path);
    }

    /** Returns the words of the command, joined by blanks. */
    public String label() {
        return String.join(" ", path);
    }

    public boolean scansImages() {
        return type.equals(IMAGE);
    }
}
