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
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** Asks the process that serves a mount. */
public final class ControlClient {
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

    /**
     * Unmounts and waits until the process has ended; false if no process answers.
     *
     * @throws CommandException if the mount is in use
     */
    public boolean unmount(boolean lazy) throws IOException {
        Optional<SocketChannel> connected = connect();
        if (connected.isEmpty()) {
            return false;
        }
        try (SocketChannel connection = connected.get()) {
            send(connection, lazy ? ControlServer.UMOUNT_LAZY : ControlServer.UMOUNT);
            byte[] answer = readAll(connection);
            if (answer.length == 0) {
                return true; // it ended while it was asked
            }
            String error = Json.read(answer, ControlServer.Outcome.class).error();
            if (error != null) {
                throw new CommandException(ExitCode.MOUNT, error);
            }
            return true;
        }
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
