package dev.nydusview.image.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The resources that images of a process share.
 *
 * @param cacheRoot root of the disk cache; null for no cache
 */
public record LibrarySettings(@Nullable Path cacheRoot) {
    /** Settings without a disk cache. */
    public static final LibrarySettings UNCACHED = new LibrarySettings(null);
}
