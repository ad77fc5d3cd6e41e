package dev.nydusview.unpack.tree;

import java.io.IOException;

/** What an image may still take; each call ends the unpacking of one that has taken too much, or if it is interrupted. */
public interface Allowance {
    /** Takes one entry: a file, a link or a directory that is made. */
    void takeEntry() throws IOException;

    /** Takes one step: a directory that is entered, a link that is followed, or a name that is looked at. */
    void takeStep() throws IOException;
}
