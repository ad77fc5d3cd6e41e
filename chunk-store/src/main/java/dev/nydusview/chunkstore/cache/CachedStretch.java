package dev.nydusview.chunkstore.cache;

import java.nio.file.Path;
import java.time.Instant;

/** A part of a blob that takes space in a cache: the unit in which that is given up. */
public final class CachedStretch {
    private final Path data;
    private final long number;
    private final StretchUse use;

    CachedStretch(Path data, long number, StretchUse use) {
        this.data = data;
        this.number = number;
        this.use = use;
    }

    /** Returns when a process last used it, to the second; 1970 if that is not known. */
    public Instant lastUsed() {
        return Instant.ofEpochMilli(use.lastUsed());
    }

    Path data() {
        return data;
    }

    long number() {
        return number;
    }

    StretchUse use() {
        return use;
    }
}
