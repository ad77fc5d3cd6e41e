package dev.nydusview.registry.layout;

import dev.nydusview.registry.blob.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files by their names, with {@code /} between directories: those of a directory, or the entries of an archive. */
public interface NamedFiles {
    /** Returns the bytes of a regular file; null if there is none of that name. */
    @Nullable
    Extent find(String name) throws IOException;

    /** Returns the files below a directory. */
    static NamedFiles in(Path directory) {
        return name -> {
            Path file = directory.resolve(name);
            return Files.isRegularFile(file) ? Extent.of(file) : null;
        };
    }
}
