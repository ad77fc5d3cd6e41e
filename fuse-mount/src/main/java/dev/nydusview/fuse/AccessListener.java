package dev.nydusview.fuse;

import dev.nydusview.rafs.model.Inode;

/** Receives the accesses and failures of a mount. Called on any thread, by several at a time. */
public interface AccessListener {
    /** {@code caller} has opened a regular file; returns the listener to its reads until it is closed. */
    FileListener opened(Inode file, Caller caller);

    /** A request for metadata, or an open, has failed. */
    void failed(Caller caller, Throwable cause);

    /**
     * A listing has told {@code caller} of a long path: the longest, if any has more than {@link PathLimit#LONG_PATH}
     * bytes. Programs with less room for one may pass over it.
     *
     * @param bytes in it, with the mount point in front
     */
    default void listed(Caller caller, int bytes) {}

    /**
     * The kernel was given the first {@code bytes} of a regular file before any process has asked for them. Not called where
     * every open is told.
     */
    default void storedAhead(Inode file, int bytes) {}
}
