package dev.nydusview.plugin.service;

import dev.nydusview.linux.NamedPipe;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pair of named pipes in a directory of their own.
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
            NamedPipe.make(pipes.replies);
            NamedPipe.make(pipes.requests);
        } catch (IOException e) {
            pipes.close();
            throw e;
        }
        return pipes;
    }

    /** Removes the pipes and the directory; failures are ignored, as the plugin may have changed the directory. */
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
