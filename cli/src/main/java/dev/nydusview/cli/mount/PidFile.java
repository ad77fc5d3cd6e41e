package dev.nydusview.cli.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with the id of this process, for as long as it serves. */
final class PidFile implements AutoCloseable {
    private final @Nullable Path file;

    private PidFile(@Nullable Path file) {
        this.file = file;
    }

    /** Writes {@code file}; does nothing if that is null. */
    static PidFile write(@Nullable Path file) throws IOException {
        if (file != null) {
            Files.writeString(file, ProcessHandle.current().pid() + "\n");
        }
        return new PidFile(file);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
