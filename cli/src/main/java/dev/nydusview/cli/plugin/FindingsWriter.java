package dev.nydusview.cli.plugin;

import java.io.IOException;

/** Prints findings in one format, image by image. */
interface FindingsWriter {
    /** Prints those of the next image. */
    void image(ScannedImage image) throws IOException;

    /** Prints what comes after the last. */
    void end() throws IOException;
}
