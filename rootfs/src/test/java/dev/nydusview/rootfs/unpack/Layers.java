package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.Sha256;
import dev.nydusview.testdata.TarLayer;
import java.util.ArrayList;
import java.util.List;

/** Layers of an image that a test makes, the lowest first. */
final class Layers {
    private final List<Stored> stored = new ArrayList<>();

    /** A stored layer and the digest of the archive in it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(byte[] bytes, Sha256 diffId) {}

    Layers layer(TarLayer layer) {
        return layer(layer.bytes());
    }

    Layers layer(byte[] tar) {
        return layer(tar, tar);
    }

    /** Adds a layer whose configuration states that it unpacks to {@code tar}. */
    Layers layer(byte[] tar, byte[] content) {
        stored.add(new Stored(content, Sha256.of(tar)));
        return this;
    }

    List<Stored> stored() {
        return stored;
    }
}
