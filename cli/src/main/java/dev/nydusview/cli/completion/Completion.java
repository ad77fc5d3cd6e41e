package dev.nydusview.cli.completion;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Shells whose command lines can be completed. */
public enum Completion {
    BASH(BashScript::text),
    ZSH(ZshScript::text),
    FISH(FishScript::text);

    private interface Writer {
        String text(List<ShellCommand> commands);
    }

    private final Writer writer;

    Completion(Writer writer) {
        this.writer = writer;
    }

    /** Returns the script that completes {@code root} and the commands that belong to it. */
    public String script(CommandSpec root) {
        return writer.text(ShellCommand.all(root));
    }
}
