package dev.nydusview.image.cache;

import java.util.List;

/**
 * Outcome of a {@link CacheVerification}.
 *
 * @param documents manifests, indexes and configurations that have their digests
 * @param bootstraps bootstraps that have their digests
 * @param chunks chunks that have their digests
 * @param unknown chunks whose digests no bootstrap in the cache has; they are verified when they are read
 * @param damaged what was removed
 */
public record VerifiedCache(long documents, long bootstraps, long chunks, long unknown, List<DamagedItem> damaged) {
    public VerifiedCache {
        damaged = List.copyOf(damaged);
    }
}
