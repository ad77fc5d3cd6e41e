package dev.nydusview.cli.prompt;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.Ownership;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.Messages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines of all prompts, oldest first, one on each line of {@code $XDG_STATE_HOME/nydusview/history}. Several
 * prompts may add to it at once. If it cannot be used, the user is told once, and the file is left alone.
 */
final class HistoryFile {
    /** Lines that are kept. */
    static final int MAX_LINES = 1000;

    /** Characters in the longest line that is kept. */
    static final int MAX_LINE_LENGTH = 4096;

    /** Upper bound for the lines above in UTF-8; bytes of the file before the last so many are not read. */
    private static final int MAX_BYTES = MAX_LINES * (3 * MAX_LINE_LENGTH + 1);

    private static final Set<OpenOption> OPEN = Set.of(
            StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Environment environment;
    private boolean usable = true;

    HistoryFile(Environment environment) {
        this.environment = environment;
    }

    /** The lines of earlier prompts. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        use(channel -> lines.addAll(read(channel)));
        return lines;
    }

    /** Adds a line, unless it is the same as the last one. */
    void add(String line) {
        if (line.isBlank() || line.length() > MAX_LINE_LENGTH) {
            return;
        }
        use(channel -> {
            List<String> lines = read(channel);
            if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line)) {
                lines.add(line);
                write(channel, lines);
            }
        });
    }

    @FunctionalInterface
    private interface Use {
        void of(FileChannel channel) throws IOException;
    }

    private void use(Use use) {
        if (!usable) {
            return;
        }
        try {
            Path file = file(environment.variables());
            createDirectory(requireNonNull(file.getParent(), "a place below the state directory"));
            Ownership.require(file);
            try (FileChannel channel = FileChannel.open(file, OPEN, OWNERS_FILE)) {
                channel.lock(); // until the channel is closed
                use.of(channel);
            }
        } catch (IOException e) {
            usable = false;
            environment.say("the history is not saved: " + Messages.of(e));
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectories(directory, OWNERS_DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            throw new NotDirectoryException(e.getFile());
        }
    }

    private static Path file(Map<String, String> variables) throws IOException {
        String state = variables.getOrDefault("XDG_STATE_HOME", "");
        String home = variables.getOrDefault("HOME", "");
        if (state.startsWith("/")) {
            return Path.of(state, "nydusview", "history");
        }
        if (home.startsWith("/")) {
            return Path.of(home, ".local", "state", "nydusview", "history");
        }
        throw new IOException("set HOME or XDG_STATE_HOME to a directory that you own");
    }

    private static List<String> read(FileChannel channel) throws IOException {
        long skipped = Math.max(0, channel.size() - MAX_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - skipped));
        channel.position(skipped);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all is read
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return new ArrayList<>(lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    }

    private static void write(FileChannel channel, List<String> lines) throws IOException {
        List<String> kept = lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(String.join("\n", kept) + "\n");
        channel.position(0);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.truncate(channel.position());
    }
}
