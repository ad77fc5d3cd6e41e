package dev.nydusview.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that are installed beside the program. */
public final class InstalledFiles {
    private static final String JAR = "jar:";
    private static final String IN_JAR = "!/";

    private InstalledFiles() {}

    /** {@code share/NAME} beside the directory of jars that this class comes from; it may not be there. */
    public static Path directory(String name) throws IOException {
        try {
            return jar().resolveSibling("../share/" + name).normalize();
        } catch (URISyntaxException e) {
            throw new IOException("the location of this program is not a path: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the jar, or the directory of classes, that this class comes from. Asks for the class as a resource: a class of a
     * class archive that was made in another place has no location.
     */
    private static Path jar() throws URISyntaxException {
        String name = InstalledFiles.class.getName().replace('.', '/') + ".class";
        String url = String.valueOf(ClassLoader.getSystemResource(name));
        String place = url.substring(url.startsWith(JAR) ? JAR.length() : 0, url.lastIndexOf(name));
        return Path.of(new URI(place.endsWith(IN_JAR) ? place.substring(0, place.length() - IN_JAR.length()) : place));
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
