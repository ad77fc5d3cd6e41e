package dev.nydusview.unpack;

import dev.nydusview.registry.cache.StoredImage;
import dev.nydusview.unpack.tree.Omission;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** An image as a directory, which stays as it is while this is open. */
public final class UnpackedImage implements Closeable {
    private final StoredImage stored;
    private final Path root;
    private final boolean fresh;
    private final Map<Omission, Long> omissions;

    UnpackedImage(StoredImage stored, Path root, boolean fresh, Map<Omission, Long> omissions) {
        this.stored = stored;
        this.root = root;
        this.fresh = fresh;
        this.omissions = new EnumMap<>(Omission.class);
        this.omissions.putAll(omissions);
    }

    /** The root directory of the image, with the image's own mode; nobody but its owner gets as far as there. */
    public Path root() {
        return root;
    }

    /** Whether it was unpacked just now, rather than by an earlier run. */
    public boolean isFresh() {
        return fresh;
    }

    /** How much of the image is not there as the image has it; without kinds of which nothing is missing. */
    public Map<Omission, Long> omissions() {
        return new EnumMap<>(omissions);
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
