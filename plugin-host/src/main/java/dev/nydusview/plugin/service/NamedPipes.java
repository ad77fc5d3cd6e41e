package dev.nydusview.plugin.service;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two named pipes in a directory of their own; the JDK cannot make one, so {@code mkfifo} does.
 *
 * @param replies read by the plugin
 * @param requests written by the plugin
 */
record NamedPipes(Path directory, Path replies, Path requests) implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(NamedPipes.class);

    static NamedPipes make(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(
                        parent,
                        "channel",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .toAbsolutePath();
        NamedPipes pipes = new NamedPipes(directory, directory.resolve("replies"), directory.resolve("requests"));
        try {
            mkfifo(pipes.replies, pipes.requests);
        } catch (IOException e) {
            pipes.close();
            throw e;
        }
        return pipes;
    }

    private static void mkfifo(Path first, Path second) throws IOException {
        Process process = new ProcessBuilder("mkfifo", "-m", "600", first.toString(), second.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("cannot make a named pipe: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while making a named pipe");
        }
    }

    /** Removes them; what the plugin has made of the directory, which it may write to as its user, does not matter. */
    @Override
    public void close() {
        for (Path path : List.of(replies, requests, directory)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.debug("{} is left behind.", path, e);
            }
        }
    }
}
