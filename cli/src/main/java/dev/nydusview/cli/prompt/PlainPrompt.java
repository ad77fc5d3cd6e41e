package dev.nydusview.cli.prompt;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.output.OutputClosedException;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines from a pipe, a file or a terminal that cannot move its cursor, until one leaves or they end. */
final class PlainPrompt {
    private final Environment environment;
    private final Shell shell;
    private final boolean prompting;
    private final boolean escaping;

    /**
     * @param prompting whether a person writes the lines
     * @param escaping whether a terminal shows the answers
     */
    PlainPrompt(Environment environment, Shell shell, boolean prompting, boolean escaping) {
        this.environment = environment;
        this.shell = shell;
        this.prompting = prompting;
        this.escaping = escaping;
    }

    void run() throws IOException {
        PlainLines lines = new PlainLines(environment.in());
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            boolean goOn = true;
            while (goOn) {
                String line = next(lines);
                goOn = line != null && execute(line, out);
            }
        }
    }

    /** The prompt goes where messages go, as results may go to a file. */
    @Nullable
    private String next(PlainLines lines) throws IOException {
        if (prompting) {
            environment.err().print(shell.prompt());
            environment.err().flush();
        }
        String line = lines.next();
        if (prompting && line == null) {
            environment.err().println();
        }
        return line;
    }

    private boolean execute(String line, OutputStream out) throws OutputClosedException {
        boolean goOn = true;
        try (Output output = new Output(out, escaping, 0)) {
            goOn = shell.run(line, output);
        } catch (OutputClosedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            environment.say(Messages.of(e));
        }
        return goOn;
    }
}
