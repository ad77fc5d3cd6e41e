package dev.nydusview.image.oci;

import dev.nydusview.image.cache.StoredImage;
import dev.nydusview.rootfs.record.TreeLosses;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image as a directory, which does not change while this is open. */
public final class UnpackedImage implements Closeable {
    private final StoredImage stored;
    private final Path root;
    private final boolean fresh;
    private final TreeLosses losses;
    private final @Nullable String changed;

    UnpackedImage(StoredImage stored, Path root, boolean fresh, TreeLosses losses, @Nullable String changed) {
        this.stored = stored;
        this.root = root;
        this.fresh = fresh;
        this.losses = losses;
        this.changed = changed;
    }

    /** Returns the root directory of the image, with the image's own mode; only its owner can reach it. */
    public Path root() {
        return root;
    }

    /** Tests whether the image was unpacked just now, rather than by an earlier run. */
    public boolean isFresh() {
        return fresh;
    }

    /** Returns the files that differ from those in the image. */
    public TreeLosses losses() {
        return losses;
    }

    /**
     * Returns the reason why an earlier directory of the image was discarded, such as {@code /bin/sh was changed};
     * empty if none was.
     */
    public Optional<String> changed() {
        return Optional.ofNullable(changed);
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
