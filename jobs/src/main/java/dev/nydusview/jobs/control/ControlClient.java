package dev.nydusview.jobs.control;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the process that serves a mount, which may be dead, or stopped: no question takes longer than {@link Patience}.
 */
public final class ControlClient {
    private final MountFiles files;
    private final Patience patience;

    public ControlClient(MountFiles files) {
        this(files, Patience.DEFAULT);
    }

    ControlClient(MountFiles files, Patience patience) {
        this.files = files;
        this.patience = patience;
    }

    /**
     * Time limits.
     *
     * @param status until the process has said how the mount is
     * @param unmounting until the process has unmounted, for which it may need a helper
     * @param end from then on until the last user is gone
     * @param lazyEnd the same, if the users may take as long as they like, and this process may be one of them
     */
    record Patience(Duration status, Duration unmounting, Duration end, Duration lazyEnd) {
        static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(3), Duration.ofSeconds(12), Duration.ofSeconds(10), Duration.ofSeconds(3));
    }

    /**
     * Asks what the mount has served so far; empty if no process answers.
     *
     * @throws NoAnswerException if the process is there, but does not answer in time
     */
    public Optional<MountReport> status() throws IOException {
        Optional<TimedConnection> connected = connect();
        if (connected.isEmpty()) {
            return Optional.empty();
        }
        try (TimedConnection connection = connected.get()) {
            connection.send(ControlServer.STATUS);
            byte[] answer = connection.readAll(patience.status());
            return answer.length == 0 ? Optional.empty() : Optional.of(Json.read(answer, MountReport.class));
        }
    }

    /** State of a mount that was asked to end. */
    public enum Unmounted {
        /** No process answers for the mount. */
        NOT_SERVED,
        /** The mount has ended, and its process with it. */
        ENDED,
        /** The mount is out of the tree, but somebody still uses it. */
        LEAVING
    }

    /**
     * Unmounts and waits until the process has ended, for a while.
     *
     * @throws CommandException if the mount is in use and {@code lazy} is not set
     * @throws NoAnswerException if the process is there, but does not answer in time
     */
    public Unmounted unmount(boolean lazy) throws IOException {
        Optional<TimedConnection> connected = connect();
        if (connected.isEmpty()) {
            return Unmounted.NOT_SERVED;
        }
        try (TimedConnection connection = connected.get()) {
            connection.send(lazy ? ControlServer.UMOUNT_LAZY : ControlServer.UMOUNT);
            String answer = connection.readLine(patience.unmounting());
            String error = answer.isEmpty() ? null : outcome(answer).error();
            if (error != null) {
                throw new CommandException(ExitCode.MOUNT, error);
            }
            return connection.awaitEnd(lazy ? patience.lazyEnd() : patience.end())
                    ? Unmounted.ENDED
                    : Unmounted.LEAVING;
        }
    }

    private static ControlServer.Outcome outcome(String answer) throws IOException {
        return Json.read(answer.getBytes(StandardCharsets.UTF_8), ControlServer.Outcome.class);
    }

    private Optional<TimedConnection> connect() throws IOException {
        if (!Files.exists(files.socket())) {
            return Optional.empty();
        }
        try {
            return Optional.of(TimedConnection.open(files.socket()));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (SocketException e) {
            if (Files.isWritable(files.socket())) {
                throw new NoAnswerException(); // its queue is full: it accepts nobody
            }
            if (Files.exists(files.socket())) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
