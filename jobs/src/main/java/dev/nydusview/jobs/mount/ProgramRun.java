package dev.nydusview.jobs.mount;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.scan.run.EnvironmentFilter;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs a program on a mount, with the streams of this process. */
final class ProgramRun {
    /** The JDK reports a program that signal N killed as 128 + N, as shells do. */
    private static final int KILLED = 128;

    private static final int LAST_SIGNAL = 64;

    private final ServedMount mount;
    private final Console console;
    private final Sandbox sandbox;
    private int interruptedBy;
    private boolean mountLost;

    /** @param hidden files that the program must not see */
    ProgramRun(ServedMount mount, Console console, List<Path> hidden) {
        this.mount = mount;
        this.console = console;
        this.sandbox = Sandbox.ofScanner(hidden).over(mount.directory(), false).withRealOwners();
    }

    /** Runs {@code command} to its end; returns the exit code for this process if all reads succeeded. */
    int run(List<String> command) throws IOException, InterruptedException {
        List<String> arguments = command.stream()
                .map(argument ->
                        argument.replace(MountJob.PLACEHOLDER, mount.directory().toString()))
                .toList();
        ProgramPath path = new ProgramPath(console.variables());
        if (path.find(arguments.get(0)).isEmpty()) {
            throw cannotRun(arguments.get(0), "program not found");
        }
        try (Launcher.Confined confined = new Launcher(null, path).confine(sandbox, arguments, false)) {
            return run(arguments.get(0), confined);
        }
    }

    private int run(String program, Launcher.Confined confined) throws IOException, InterruptedException {
        Process process = start(program, confined.words());
        CompletableFuture<Void> announced =
                process.onExit().thenAccept(ended -> mount.post(new Event.ProgramEnded(ended.exitValue())));
        int code = await(process, confined);
        announced.join();
        if (interruptedBy > 0) {
            return KILLED + interruptedBy;
        }
        if (!confined.wasRun()) {
            throw cannotRun(program, "the program could not be confined");
        }
        return mountLost ? ExitCode.RUN_INCOMPLETE.code() : translate(program, code);
    }

    /** Starts the program, which dies with this thread: this thread waits for its end. */
    private Process start(String program, List<String> words) throws CommandException {
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(EnvironmentFilter.of(console.variables(), true));
        try {
            return builder.start();
        } catch (IOException e) {
            throw cannotRun(program, String.valueOf(e.getMessage()));
        }
    }

    private static CommandException cannotRun(String program, String why) {
        return new CommandException(
                ExitCode.RUN_PROGRAM, program + " cannot be run: is it installed and on the PATH? (" + why + ")");
    }

    private int await(Process process, Launcher.Confined confined) throws InterruptedException {
        while (true) {
            Event event = mount.nextEvent();
            if (event instanceof Event.ProgramEnded ended) {
                return ended.code();
            } else if (event instanceof Event.Signal signal) {
                interrupt(process, confined, signal.number());
            } else {
                mountLost = true;
                console.say(
                        mount.directory() + " was unmounted while the program ran: the program's result is incomplete");
            }
        }
    }

    /** A terminal sends SIGINT to the program as well; other signals are passed on. The second one kills. */
    private void interrupt(Process process, Launcher.Confined confined, int signal) {
        if (interruptedBy > 0) {
            process.destroyForcibly();
        } else if (signal != ExitCode.INTERRUPTED.code() - KILLED) {
            confined.program(process.toHandle()).forEach(ProcessHandle::destroy);
        }
        interruptedBy = signal;
    }

    private int translate(String program, int code) {
        if (code > KILLED && code <= KILLED + LAST_SIGNAL) {
            console.say(program + " was killed by signal " + (code - KILLED));
            return ExitCode.RUN_PROGRAM.code();
        }
        if (ExitCode.reserved(code)) {
            console.say(program + " ended with exit code " + code
                    + ", which nydusview reserves for itself: the exit code is 1 instead");
            return ExitCode.FAILURE.code();
        }
        return code;
    }
}
