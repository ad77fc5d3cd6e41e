package dev.nydusview.cli.prompt;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.Messages;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * Shows a shell's answers on a terminal. Ctrl-C makes the next write of an answer fail. If an answer does not write,
 * because it waits for a registry, the user is told so, and a third Ctrl-C ends the program.
 */
final class Answers {
    private final Environment environment;
    private final Shell shell;
    private final Terminal terminal;
    private final SignalHandler interrupt = signal -> interrupt();

    @Nullable
    private volatile Answer running;

    /** An answer while it is shown. */
    private record Answer(Output output, Paging paging) {}

    Answers(Environment environment, Shell shell, Terminal terminal) {
        this.environment = environment;
        this.shell = shell;
        this.terminal = terminal;
    }

    /** Runs {@code line} and shows its answer; returns false if the prompt is to be left. */
    boolean show(String line) throws IOException {
        TerminalSize window = TerminalSize.of(terminal);
        Paging paging = new Paging(terminal.output(), window, () -> pager(window));
        Output output = new Output(paging, true, window.columns());
        running = new Answer(output, paging);
        terminal.handle(Signal.INT, interrupt);
        boolean goOn = true;
        Exception failure = null;
        try {
            goOn = shell.run(line, output);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        output.close();
        running = null;
        if (output.stopped() && !paging.paged()) {
            terminal.writer().println(); // Ctrl-C has been echoed
            terminal.flush();
        } else if (failure != null && !output.stopped()) {
            environment.say(Messages.of(failure));
        }
        return goOn;
    }

    private Optional<OutputStream> pager(TerminalSize window) throws IOException {
        Optional<String> command = PagerProgram.command(environment.variables());
        if (command.isEmpty()) {
            return Optional.of(new BuiltInPager(terminal, window, this::stopped));
        }
        return PagerProgram.isNone(command.get())
                ? Optional.empty()
                : Optional.of(PagerProgram.start(command.get(), environment));
    }

    private boolean stopped() {
        Answer answer = running;
        return answer == null || answer.output().stopped();
    }

    /** Runs on a thread of its own. */
    private void interrupt() {
        Answer answer = running;
        if (answer != null && answer.output().stopped() && !answer.paging().paged()) {
            terminal.handle(Signal.INT, SignalHandler.SIG_DFL);
            environment.err().println(); // Ctrl-C has been echoed
            environment.say("the request is still running; press Ctrl-C again to end nydusview");
        } else if (answer != null) {
            answer.output().stop();
        }
    }
}
