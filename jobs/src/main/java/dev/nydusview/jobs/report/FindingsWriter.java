package dev.nydusview.jobs.report;

import java.io.IOException;

/** Prints findings in one format, image by image. */
public interface FindingsWriter {
    /** Prints those of the next image. */
    void image(ScannedImage image) throws IOException;

    /** Prints what comes after the last. */
    void end() throws IOException;
}
