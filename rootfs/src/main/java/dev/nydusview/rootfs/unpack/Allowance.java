package dev.nydusview.rootfs.unpack;

import java.io.IOException;

/**
 * Allowance that an image still has; each call ends the unpacking if the image has taken too much, or on interrupts.
 */
public interface Allowance {
    /** Takes one entry: a file, a link or a directory that is made. */
    void takeEntry() throws IOException;

    /** Takes one step: a directory that is entered, a link that is followed, or a name that is looked at. */
    void takeStep() throws IOException;
}
