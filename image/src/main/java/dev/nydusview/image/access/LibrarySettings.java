package dev.nydusview.image.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The resources that images of a process share.
 *
 * @param cacheRoot root of the disk cache; null for no cache
 * @param cacheSize bytes that chunks of blobs may take in the cache; 0 for a tenth of the free space at its first use,
 *     at least 2 GiB
 */
public record LibrarySettings(@Nullable Path cacheRoot, long cacheSize) {
    /** Settings without a disk cache. */
    public static final LibrarySettings UNCACHED = new LibrarySettings(null);

    /** Settings with a disk cache at {@code cacheRoot} of the default size. */
    public LibrarySettings(@Nullable Path cacheRoot) {
        this(cacheRoot, 0);
    }
}
