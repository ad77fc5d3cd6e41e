package dev.nydusview.plugin.scan;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.PluginCommand;
import java.util.ArrayList;
import java.util.List;

/** A command of a plugin that scans images. */
record PluginTask(Plugin plugin, PluginCommand command) {
    /** Returns a task for each command of {@code plugins} that scans images. */
    static List<PluginTask> of(List<Plugin> plugins) {
        List<PluginTask> tasks = new ArrayList<>();
        for (Plugin plugin : plugins) {
            plugin.manifest().commands().stream()
                    .filter(PluginCommand::scansImages)
                    .forEach(command -> tasks.add(new PluginTask(plugin, command)));
        }
        return tasks;
    }

    /** Returns the plugin's name, with the command if the plugin has several for images. */
    String label() {
        long commands = plugin.manifest().commands().stream()
                .filter(PluginCommand::scansImages)
                .count();
        return commands > 1 ? plugin.name() + " " + command.label() : plugin.name();
    }
}
