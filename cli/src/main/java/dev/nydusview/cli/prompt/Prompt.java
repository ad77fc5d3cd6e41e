package dev.nydusview.cli.prompt;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import java.io.IOException;
import java.util.Optional;

/** The prompt on whatever standard input and output are. */
public final class Prompt {
    private Prompt() {}

    /**
     * Runs the prompt: {@code shell} answers lines until one leaves or the input ends. On a terminal the lines are
     * edited, with completion and history; the classes for that are loaded only then.
     */
    public static void run(Environment environment, Shell shell) throws IOException {
        boolean in = environment.terminal().in();
        boolean out = Terminal.isTerminal(1);
        boolean cursor = !environment.variables().getOrDefault("TERM", "").isEmpty();
        if (in && environment.terminal().out() && cursor) {
            Optional<TerminalPrompt> prompt = TerminalPrompt.open(environment, shell);
            if (prompt.isPresent()) {
                try (TerminalPrompt opened = prompt.get()) {
                    opened.run();
                }
                return;
            }
        }
        new PlainPrompt(environment, shell, in, out).run();
    }
}
