package dev.nydusview.fuse;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.FileReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A running mount. */
public final class ImageMount implements AutoCloseable {
    private ImageMount() {}

    /** Mounts an image on {@code directory} and returns when the kernel has answered a probe of it. */
    public static ImageMount start(RafsImage image, FileReader files, Path directory, MountOptions options)
            throws MountException {
        throw new UnsupportedOperationException();
    }

    public ReadLedger ledger() {
        throw new UnsupportedOperationException();
    }

    /** Waits until the mount has ended, by {@link #unmount} or from outside; false if {@code timeout} passed first. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Unmounts. A mount that is in use stays, and says so in the exception, unless {@code lazy}: then it leaves the
     * tree at once and ends with its last user.
     */
    public void unmount(boolean lazy) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Unmounts lazily if still mounted; never throws. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
