package dev.nydusview.jobs.mount;

import dev.nydusview.base.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
            OutputFile.write(file, (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new PidFile(file);
    }

    /** Removes the file, but not a file that has replaced it. */
    @Override
    public void close() throws IOException {
        if (file != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !OutputFile.isStream(file)) {
            Files.deleteIfExists(file);
        }
    }
}
