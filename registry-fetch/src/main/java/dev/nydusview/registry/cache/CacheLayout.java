package dev.nydusview.registry.cache;

import java.nio.file.Path;

/** Every path below the cache root; nobody else makes one up. */
public final class CacheLayout {
    private final Path root;

    public CacheLayout(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** Where the unpacked bootstrap layer with that {@code sha256:} digest is kept. */
    public Path bootstrap(String layerDigest) {
        return root.resolve("bootstraps").resolve(layerDigest.substring(layerDigest.indexOf(':') + 1));
    }
}
