package dev.nydusview.jobs.report;

import java.io.IOException;

/** Prints findings in one format, image by image. */
interface FindingsWriter {
    /** Prints the findings of the next image. */
    void image(ScannedImage image) throws IOException;

    /** Prints the end of the report. */
    void end() throws IOException;
}
