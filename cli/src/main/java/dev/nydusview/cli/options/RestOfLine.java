package dev.nydusview.cli.options;

import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes all further arguments, even those that look like options: they belong to another program. */
public final class RestOfLine implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's interface
    public void consumeParameters(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
        java.util.List<String> rest = new java.util.ArrayList<>();
        while (!arguments.isEmpty()) {
            rest.add(arguments.pop());
        }
        if (rest.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--run needs a program: --run CMD ARG..., with {} for the mount point");
        }
        argument.setValue(rest);
    }
}
