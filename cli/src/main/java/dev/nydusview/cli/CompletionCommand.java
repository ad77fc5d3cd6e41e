package dev.nydusview.cli;

import dev.nydusview.cli.completion.Completion;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion SHELL}. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands, options, images and paths in a shell.",
        footer = {
            "  source <(nydusview completion bash)",
            "  nydusview completion zsh > \"${fpath[1]}/_nydusview\"",
            "  nydusview completion fish > ~/.config/fish/completions/nydusview.fish",
        })
final class CompletionCommand implements Subcommand {
    private final Environment environment;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "Shell that runs the script: bash, zsh or fish.")
    Completion shell = Completion.BASH;

    @Mixin
    OutputOptions output = new OutputOptions();

    CompletionCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        try (TextOutput out = new TextOutput(environment.out())) {
            out.write(shell.script(spec.root()).getBytes(StandardCharsets.UTF_8));
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.OK, ExitCode.USAGE);
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
