package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.file.Path;

/** Speaks to the kernel for a file system. One engine serves one mount. */
public interface MountEngine {
    /** Makes the mount; requests wait until {@link #serve} runs. */
    void mount(Path directory, MountOptions options) throws MountException;

    /** Answers requests on this thread, and others that it starts, until the mount has ended. */
    void serve(ImageFileSystem fileSystem);

    /** Discards a mount that was never served: waiting requests get an error. */
    void discard();

    /** Takes the mount off the tree; {@code lazy} even while it is in use. Nothing happens if it is gone already. */
    void unmount(Path directory, boolean lazy) throws IOException;

    /** Makes engines of one kind. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes an engine for one mount. The first call of a process loads native code, which takes a tenth of a
         * second.
         *
         * @throws MountException if the system lacks what the engine needs; the message says what to install
         */
        MountEngine create() throws MountException;
    }
}
