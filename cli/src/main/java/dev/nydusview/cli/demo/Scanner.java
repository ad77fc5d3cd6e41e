package dev.nydusview.cli.demo;

import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program or built-in search that looks through a directory. */
interface Scanner {
    /** Returns a sentence that says what the scanner is going to do. */
    String announcement(Path root);

    /**
     * Scans {@code root} and prints what it found.
     *
     * @param work an empty directory for intermediate files
     * @param variables the environment
     * @return whether it could do its work; false if the scanner itself is not usable
     */
    boolean scan(Path root, Path work, Map<String, String> variables, TextOutput out)
            throws IOException, InterruptedException;
}
