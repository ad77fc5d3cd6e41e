package dev.nydusview.plugin.manifest;

import java.util.List;

/**
 * The answer of a plugin to {@code info}. Any of the texts may be empty, and the name may be odd: a Python plugin that
 * does not set one is named by a path.
 *
 * @param commands what it can do
 */
public record PluginManifest(
        String name,
        String version,
        String author,
        String description,
        List<String> tags,
        List<PluginCommand> commands) {
    /** The only existing version of the manifest format. */
    public static final int VERSION = 1;

    public PluginManifest {
        tags = List.copyOf(tags);
        commands = List.copyOf(commands);
    }
}
