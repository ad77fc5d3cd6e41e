package dev.nydusview.cli.control;

import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.output.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the process that serves a mount. */
public final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final MountFiles files;

    public ControlClient(MountFiles files) {
        this.files = files;
    }

    /** What the mount has served so far; empty if no process answers. */
    public Optional<MountReport> status() throws IOException {
        Optional<SocketChannel> connected = connect();
        if (connected.isEmpty()) {
            return Optional.empty();
        }
        try (SocketChannel connection = connected.get()) {
            send(connection, ControlServer.STATUS);
            byte[] answer = readAll(connection);
            return answer.length == 0 ? Optional.empty() : Optional.of(Json.read(answer, MountReport.class));
        }
    }

    /** What became of a mount that was asked to end. */
    public enum Unmounted {
        /** No process answers for it. */
        NOT_SERVED,
        /** It has ended, and its process with it. */
        ENDED,
        /** It is out of the tree, but somebody still has files of it open. */
        LEAVING
    }

    /**
     * Unmounts and waits until the process has ended; if {@code lazy}, not for long, as the users of a mount may take
     * as long as they like, and this process may be one of them.
     *
     * @throws CommandException if the mount is in use and {@code lazy} is not set
     */
    public Unmounted unmount(boolean lazy) throws IOException {
        Optional<SocketChannel> connected = connect();
        if (connected.isEmpty()) {
            return Unmounted.NOT_SERVED;
        }
        try (SocketChannel connection = connected.get()) {
            send(connection, lazy ? ControlServer.UMOUNT_LAZY : ControlServer.UMOUNT);
            String answer = readLine(connection);
            String error = answer.isEmpty() ? null : outcome(answer).error();
            if (error != null) {
                throw new CommandException(ExitCode.MOUNT, error);
            }
            return awaitEnd(connection, lazy) ? Unmounted.ENDED : Unmounted.LEAVING;
        }
    }

    private static ControlServer.Outcome outcome(String answer) throws IOException {
        return Json.read(answer.getBytes(StandardCharsets.UTF_8), ControlServer.Outcome.class);
    }

    /** Waits for the other side to close; false if it does not within {@link #PATIENCE} and {@code bounded}. */
    private static boolean awaitEnd(SocketChannel connection, boolean bounded) throws IOException {
        connection.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            connection.register(selector, SelectionKey.OP_READ);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            ByteBuffer ignored = ByteBuffer.allocate(64);
            while (connection.read(ignored.clear()) >= 0) {
                long left = bounded ? TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) : 1_000;
                if (left <= 0) {
                    return false;
                }
                selector.select(left);
                selector.selectedKeys().clear();
            }
        } catch (SocketException e) {
            return true; // reset by a process that died
        }
        return true;
    }

    private Optional<SocketChannel> connect() throws IOException {
        if (!Files.exists(files.socket())) {
            return Optional.empty();
        }
        try {
            return Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(files.socket())));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (SocketException e) {
            if (Files.exists(files.socket())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static void send(SocketChannel connection, String request) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            connection.write(line);
        }
    }

    /** A line, or what there is of it when the other side closes. */
    private static String readLine(SocketChannel connection) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (connection.read(one.clear()) > 0 && one.get(0) != '\n') {
            line.write(one.get(0));
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads until the other side closes, which a process does when it ends. */
    private static byte[] readAll(SocketChannel connection) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (connection.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (SocketException e) {
            return answer.toByteArray(); // reset by a process that died
        }
        return answer.toByteArray();
    }
}
