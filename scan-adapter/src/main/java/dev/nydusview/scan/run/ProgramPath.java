package dev.nydusview.scan.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds programs as a shell would. */
public final class ProgramPath {
    private final String directories;

    /** @param variables the environment */
    public ProgramPath(Map<String, String> variables) {
        this.directories = variables.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    /** The file that {@code program} names: a path if it has a slash, else one in the search path. */
    public Optional<Path> find(String program) {
        if (program.contains("/")) {
            return runnable(Path.of(program));
        }
        for (String directory : directories.split(":", -1)) {
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
