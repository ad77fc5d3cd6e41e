package dev.nydusview.cli.mount;

import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs a program on a mount, with the streams of this process. */
final class ProgramRun {
    /** What a program's arguments have for the mount point. */
    private static final String PLACEHOLDER = "{}";

    /** The JDK reports a program that signal N killed as 128 + N, as shells do. */
    private static final int KILLED = 128;

    private static final int LAST_SIGNAL = 64;

    private final LiveMount mount;
    private final Environment environment;
    private int interruptedBy;
    private boolean mountLost;

    ProgramRun(LiveMount mount, Environment environment) {
        this.mount = mount;
        this.environment = environment;
    }

    /** Runs {@code command} to its end; returns the exit code for this process if all reads succeeded. */
    int run(List<String> command) throws IOException, InterruptedException {
        List<String> arguments = command.stream()
                .map(argument -> argument.replace(PLACEHOLDER, mount.directory().toString()))
                .toList();
        Process process = start(arguments);
        CompletableFuture<Void> announced =
                process.onExit().thenAccept(ended -> mount.post(new Event.ProgramEnded(ended.exitValue())));
        int code = await(process);
        announced.join();
        if (interruptedBy > 0) {
            return KILLED + interruptedBy;
        }
        return mountLost ? ExitCode.RUN_INCOMPLETE.code() : translate(arguments.get(0), code);
    }

    private Process start(List<String> arguments) throws CommandException {
        ProcessBuilder builder = new ProcessBuilder(arguments).inheritIO();
        environment.passTo(builder);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.RUN_PROGRAM,
                    arguments.get(0) + " cannot be run: is it installed and on the PATH? (" + e.getMessage() + ")");
        }
    }

    private int await(Process process) throws InterruptedException {
        while (true) {
            Event event = mount.nextEvent();
            if (event instanceof Event.ProgramEnded ended) {
                return ended.code();
            } else if (event instanceof Event.Signal signal) {
                interrupt(process, signal.number());
            } else {
                mountLost = true;
                environment.say(mount.directory() + " was unmounted while the program ran: its result is incomplete");
            }
        }
    }

    /** A terminal sends SIGINT to the program as well; other signals are passed on. The second one kills. */
    private void interrupt(Process process, int signal) {
        if (interruptedBy > 0) {
            process.destroyForcibly();
        } else if (signal != ExitCode.INTERRUPTED.code() - KILLED) {
            process.destroy();
        }
        interruptedBy = signal;
    }

    private int translate(String program, int code) {
        if (code > KILLED && code <= KILLED + LAST_SIGNAL) {
            environment.say(program + " was killed by signal " + (code - KILLED));
            return ExitCode.RUN_PROGRAM.code();
        }
        if (ExitCode.reserved(code)) {
            environment.say(
                    program + " ended with exit code " + code + ", which nydusview keeps for itself: passed on as 1");
            return ExitCode.FAILURE.code();
        }
        return code;
    }
}
