package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.file.Path;

/** Speaks to the kernel on behalf of a file system. One engine serves one mount. */
public interface MountEngine {
    /** Makes the mount; requests are answered once {@link #serve} runs. */
    void mount(Path directory, MountOptions options) throws MountException;

    /** Answers requests on this thread, and others that it starts, until the mount has ended. */
    void serve();

    /** Takes the mount off the tree; {@code lazy} even while it is in use. Fine if it is gone already. */
    void unmount(Path directory, boolean lazy) throws IOException;
}
