package dev.nydusview.image.source;

import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CachedWholeBlobs;
import dev.nydusview.registry.blob.WholeBlobFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps blobs whose server ignores ranges in the cache. */
record KeptBlobs(CachedWholeBlobs cache) implements WholeBlobFiles {
    @Override
    public @Nullable Path find(Sha256 blob) {
        return cache.find(blob);
    }

    @Override
    public Path create(Sha256 blob, long length) throws IOException {
        return cache.create(blob, length);
    }

    @Override
    public Path complete(Path file, Sha256 blob) throws IOException {
        return cache.complete(file, blob);
    }

    @Override
    public void discard(Path file) {
        cache.discard(file);
    }
}
