package dev.nydusview.cli.completion;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Shells whose command lines can be completed. */
public enum Completion {
    BASH,
    ZSH,
    FISH;

    /** Returns the script that completes {@code root} and the commands that belong to it. */
    public String script(CommandSpec root) {
        List<ShellCommand> commands = ShellCommand.all(root);
        return switch (this) {
            case BASH -> BashScript.text(commands);
            case ZSH -> ZshScript.text(commands);
            case FISH -> FishScript.text(commands);
        };
    }
}
