package dev.nydusview.scan.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds programs as a shell would.
 *
 * @param text directories, with colons between them
 */
public record ProgramPath(String text) {
    /** @param variables the environment */
    public ProgramPath(Map<String, String> variables) {
        this(variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    }

    /** The directories in which programs are looked for. */
    public List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        for (String directory : text.split(":", -1)) {
            directories.add(Path.of(directory).toAbsolutePath().normalize());
        }
        return directories;
    }

    /** The file that {@code program} names: a path if it has a slash, else one in the search path. */
    public Optional<Path> find(String program) {
        if (program.contains("/")) {
            return runnable(Path.of(program));
        }
        for (String directory : text.split(":", -1)) {
            Optional<Path> found = runnable(Path.of(directory.isEmpty() ? "." : directory, program));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> runnable(Path file) {
        return Files.isExecutable(file) && !Files.isDirectory(file) ? Optional.of(file) : Optional.empty();
    }
}
