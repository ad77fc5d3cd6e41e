package dev.nydusview.plugin.exec;

import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.Ending;
import java.util.List;

/**
 * Result of a run of a plugin.
 *
 * @param leader id of the process that led its session
 * @param commandLine the program and its arguments
 * @param confinement what kept it from the rest of the machine
 */
public record PluginEnd(int leader, Ending ending, List<String> commandLine, Confinement confinement) {
    public PluginEnd {
        commandLine = List.copyOf(commandLine);
    }
}
