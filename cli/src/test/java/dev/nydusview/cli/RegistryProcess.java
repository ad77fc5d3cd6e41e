package dev.nydusview.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A registry that others wrote, in a process of its own: {@code registry} of the CNCF, or that of {@code crane}. */
final class RegistryProcess implements Closeable {
    private static final Pattern LISTENING =
            Pattern.compile(".*(listening on 127\\.0\\.0\\.1:|on port )(?<port>\\d+).*");

    private final Process process;
    private final int port;

    private RegistryProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test where {@code program} is not installed. */
    static void assumeInstalled(String program) {
        Assumptions.assumeTrue(isInstalled(program), program + " is not on the PATH");
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /**
     * Starts {@code registry} on a free port of this machine's loopback address.
     *
     * @param sections of the configuration beside those for storage and log
     */
    static RegistryProcess distribution(Path storage, String... sections) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "version: 0.1",
                "log: {level: info, accesslog: {disabled: true}}",
                "storage: {filesystem: {rootdirectory: '" + storage + "'}}"));
        lines.addAll(List.of(sections));
        Path configuration = Files.write(Files.createTempFile("registry", ".yml"), lines);
        configuration.toFile().deleteOnExit();
        return start("registry", "serve", configuration.toString());
    }

    /** Starts the registry of {@code crane}, which keeps its content in memory. */
    static RegistryProcess crane() throws IOException {
        return start("crane", "registry", "serve", "--address", "127.0.0.1:0");
    }

    private static RegistryProcess start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder read = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                drain(log);
                return new RegistryProcess(process, Integer.parseInt(listening.group("port")));
            }
            read.append(line).append('\n');
        }
        throw new IOException(command[0] + " has ended: " + read);
    }

    /** Reads the log to its end: a program whose pipe is full would stop. */
    private static void drain(BufferedReader log) {
        Thread reader = new Thread(() -> {
            try (log) {
                log.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
