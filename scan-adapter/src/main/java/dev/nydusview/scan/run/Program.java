package dev.nydusview.scan.run;

import dev.nydusview.linux.ProcessGroups;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that runs. */
public final class Program implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;
    private static final long END_SECONDS = 5;

    private final Process process;
    private final Launch launch;
    private final Launcher.Confined confined;
    private final @Nullable OrphanedProcesses strays;
    private final Thread messages;
    private final long started = System.nanoTime();
    private volatile boolean ended;
    private boolean run;

    /** @param strays finds processes that leave the group; null if all end with the first process */
    Program(Process process, Launch launch, Launcher.Confined confined, @Nullable OrphanedProcesses strays) {
        this.process = process;
        this.launch = launch;
        this.confined = confined;
        this.strays = strays;
        this.messages = new Thread(() -> pass(process.getErrorStream(), launch.messages()), "scanner-messages");
        messages.setDaemon(true);
        messages.start();
    }

    private static void pass(InputStream from, OutputStream to) {
        byte[] buffer = new byte[1 << 13];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            // The program has been killed.
        }
    }

    /** Id of its first process, which leads the session and the group of the others. */
    public int id() {
        return (int) process.pid();
    }

    /** Waits for the program's end, and ends all processes that it has left behind. */
    public ProgramExit await() throws IOException, InterruptedException {
        ProgramExit ending = untilEnd();
        if (ending.kind() == ProgramExit.Kind.EXITED && !run && !confined.wasRun()) {
            ending = new ProgramExit(ProgramExit.Kind.UNCONFINED, ending.code(), ending.took());
        }
        kill();
        killOrphans();
        ended = true;
        messages.join(TimeUnit.SECONDS.toMillis(END_SECONDS)); // closing would cut off unread output
        close();
        return ending;
    }

    private ProgramExit untilEnd() throws IOException, InterruptedException {
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!run && confined.wasRun()) {
                run = true;
                confined.close(); // so that no file is left if this process is killed
            }
            if (took().compareTo(launch.timeout()) > 0) {
                return killed(ProgramExit.Kind.TIMEOUT);
            }
            if (Files.size(launch.output()) > launch.maxOutput()) {
                return killed(ProgramExit.Kind.FLOOD);
            }
        }
        if (Files.size(launch.output()) > launch.maxOutput()) {
            return new ProgramExit(ProgramExit.Kind.FLOOD, process.exitValue(), took());
        }
        return ProgramExit.of(process.exitValue(), took());
    }

    private ProgramExit killed(ProgramExit.Kind kind) throws InterruptedException {
        kill();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        int code = process.isAlive() ? 0 : process.exitValue();
        return new ProgramExit(kind, code, took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Kills the program without closing its output, which the JDK's own destroy would discard. */
    private void kill() {
        ProcessGroups.kill(process.pid());
        process.toHandle().destroyForcibly();
    }

    /** Kills the program, everything in its group, and the processes that have left the group. */
    @Override
    public void close() {
        kill();
        if (!ended) {
            killOrphans();
        }
        process.destroyForcibly();
        confined.close();
    }

    private void killOrphans() {
        if (strays != null) {
            strays.kill();
        }
    }
}
