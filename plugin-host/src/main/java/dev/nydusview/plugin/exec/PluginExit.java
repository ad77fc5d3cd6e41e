package dev.nydusview.plugin.exec;

import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.ProgramExit;
import java.util.List;

/**
 * Result of a run of a plugin.
 *
 * @param leader id of the process that led its session
 * @param commandLine the program and its arguments
 * @param confinement what kept it from the rest of the machine
 */
public record PluginExit(int leader, ProgramExit ending, List<String> commandLine, Confinement confinement) {
    public PluginExit {
        commandLine = List.copyOf(commandLine);
    }
}
