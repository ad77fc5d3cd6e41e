package dev.nydusview.cli.demo;

import dev.nydusview.cli.output.TextOutput;
import java.io.IOException;
import java.nio.file.Path;

/** Something that looks through a directory. */
interface Scanner {
    /** What it is going to do, in a sentence. */
    String announcement();

    /**
     * Scans {@code root} and prints what it found.
     *
     * @param work an empty directory for intermediate files
     * @return whether it could do its work; false if the scanner itself is not usable
     */
    boolean scan(Path root, Path work, TextOutput out) throws IOException, InterruptedException;
}
