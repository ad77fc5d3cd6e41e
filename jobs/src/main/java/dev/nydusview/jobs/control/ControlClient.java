package dev.nydusview.jobs.control;

import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.UnixHttpClient;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Json;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the process that serves a mount, which may be dead, or stopped: no question takes longer than {@link Patience}.
 */
public final class ControlClient {
    /** Above the largest report, of 4,096 failures with paths of 4 KiB that are all escapes. */
    private static final int MAX_ANSWER = 256 << 20;

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
     * @param status for the response with the state of the mount
     * @param unmounting for the process to unmount, for which it may need a helper
     * @param end from then on, for the last user to leave
     * @param lazyEnd the same if users may stay and this process may be one of them
     */
    record Patience(Duration status, Duration unmounting, Duration end, Duration lazyEnd) {
        static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(3), Duration.ofSeconds(12), Duration.ofSeconds(10), Duration.ofSeconds(3));
    }

    /**
     * Requests what the mount has served so far; empty if no process serves it.
     *
     * @throws UnresponsiveServerException if the process exists, but does not answer in time
     * @throws IncompatibleServerException if it answers as another version does
     */
    public Optional<MountReport> status() throws IOException {
        Optional<UnixHttpClient> connected = connect();
        if (connected.isEmpty()) {
            return Optional.empty();
        }
        try (UnixHttpClient client = connected.get()) {
            Optional<HttpResponse> answer = ask(client, HttpRequest.get(ControlServer.STATUS), patience.status());
            return answer.isEmpty() ? Optional.empty() : Optional.of(report(answer.get()));
        }
    }

    private MountReport report(HttpResponse answer) throws IOException {
        if (answer.status() != 200) {
            throw otherVersion(null);
        }
        return read(answer, MountReport.class);
    }

    /** State of a mount that was asked to end. */
    public enum Unmounted {
        /** No process serves the mount. */
        NOT_SERVED,
        /** The mount has ended, and its process with it. */
        ENDED,
        /** The mount is detached, but still in use. */
        LEAVING
    }

    /**
     * Unmounts and waits a limited time until the process has ended.
     *
     * @throws CommandException if the mount is in use and {@code lazy} is not set
     * @throws UnresponsiveServerException if the process exists, but does not answer in time
     * @throws IncompatibleServerException if it answers as another version does
     */
    public Unmounted unmount(boolean lazy) throws IOException {
        Optional<UnixHttpClient> connected = connect();
        if (connected.isEmpty()) {
            return Unmounted.NOT_SERVED;
        }
        byte[] body = ControlServer.encoded(new ControlServer.UnmountRequest(lazy));
        HttpRequest request = HttpRequest.post(ControlServer.UNMOUNT, ControlServer.JSON, body);
        try (UnixHttpClient client = connected.get()) {
            Optional<HttpResponse> answer = ask(client, request, patience.unmounting());
            if (answer.isEmpty()) {
                return Unmounted.ENDED; // while it was being asked
            }
            requireUnmounted(answer.get());
            return client.awaitEnd(lazy ? patience.lazyEnd() : patience.end()) ? Unmounted.ENDED : Unmounted.LEAVING;
        }
    }

    private void requireUnmounted(HttpResponse answer) throws IOException {
        if (answer.status() == 200) {
            return;
        }
        String error = answer.status() == 409
                ? read(answer, ControlServer.Problem.class).error()
                : null;
        throw error == null ? otherVersion(null) : new CommandException(ExitCode.MOUNT, error);
    }

    private <T> T read(HttpResponse answer, Class<T> type) throws IOException {
        try {
            return Json.read(answer.body(), type);
        } catch (IOException e) {
            throw otherVersion(e);
        }
    }

    private Optional<UnixHttpClient> connect() throws IOException {
        if (!Files.exists(files.socket())) {
            return Optional.empty();
        }
        try {
            return Optional.of(UnixHttpClient.connect(files.socket(), MAX_ANSWER));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            throw new UnresponsiveServerException();
        }
    }

    /** The answer to {@code request}; empty if the process ends instead. */
    private Optional<HttpResponse> ask(UnixHttpClient client, HttpRequest request, Duration limit) throws IOException {
        try {
            return Optional.of(client.send(request, limit));
        } catch (SocketTimeoutException e) {
            throw new UnresponsiveServerException();
        } catch (EOFException e) {
            Optional<UnixHttpClient> again = connect();
            if (again.isEmpty()) {
                return Optional.empty();
            }
            again.get().close();
            throw otherVersion(e);
        } catch (IOException e) {
            throw otherVersion(e);
        }
    }

    private IncompatibleServerException otherVersion(@Nullable Throwable cause) throws IOException {
        Optional<MountReport> left = files.read();
        String reason = "is of another version of nydusview"
                + (cause instanceof EOFException ? ", or may start no further thread" : "");
        String which = left.isEmpty()
                ? "the process that listens on " + files.socket() + " " + reason + ": end it"
                : "process " + left.get().pid() + ", which serves " + left.get().mountPoint() + ", " + reason
                        + ": end it with `kill "
                        + left.get().pid() + "`";
        return new IncompatibleServerException(which + ", and the mount ends with it", cause);
    }
}
