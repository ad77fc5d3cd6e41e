package dev.nydusview.fuse;

import dev.nydusview.rafs.Inode;

/** Hears what a mount is asked for and what fails. Called on any thread, by several at a time. */
public interface AccessListener {
    /** {@code caller} has opened a regular file; what is returned hears of its reads until it is closed. */
    FileListener opened(Inode file, Caller caller);

    /** A request for metadata, or an open, has failed. */
    void failed(Caller caller, Throwable cause);
}
