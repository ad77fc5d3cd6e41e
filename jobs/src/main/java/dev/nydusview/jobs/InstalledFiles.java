package dev.nydusview.jobs;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that are installed beside the program. */
public final class InstalledFiles {
    private InstalledFiles() {}

    /** {@code share/NAME} beside the directory of jars that this class comes from; it may not be there. */
    public static Path directory(String name) throws IOException {
        try {
            Path jar = Path.of(InstalledFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("../share/" + name).normalize();
        } catch (URISyntaxException e) {
            throw new IOException("the location of this program is not a path: " + e.getMessage(), e);
        }
    }

    /** Directory of the plugins that come with the program. */
    public static Path plugins() throws IOException {
        return directory("plugins");
    }

    /** Directory of the Python packages; null if they are not installed. */
    public static @Nullable Path python() throws IOException {
        Path directory = directory("python");
        return Files.isDirectory(directory) ? directory : null;
    }
}
