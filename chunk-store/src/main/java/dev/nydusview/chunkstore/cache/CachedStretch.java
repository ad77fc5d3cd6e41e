package dev.nydusview.chunkstore.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/** A part of a blob that takes space in a cache: the unit in which that is given up. */
public final class CachedStretch {
    private static final long WHOLE = -1;

    private final Path data;
    private final long number;
    private final StretchUse use;

    CachedStretch(Path data, long number, StretchUse use) {
        this.data = data;
        this.number = number;
        this.use = use;
    }

    /** Returns the file of a whole blob, which is given up at once. */
    static CachedStretch whole(Path file) throws IOException {
        long used = 0;
        try {
            used = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
        } catch (NoSuchFileException e) {
            used = 0; // gone meanwhile
        }
        return new CachedStretch(file, WHOLE, new StretchUse(used, Integer.MAX_VALUE, 0));
    }

    boolean isWhole() {
        return number == WHOLE;
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
