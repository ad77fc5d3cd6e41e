package dev.nydusview.registry;

import dev.nydusview.registry.blob.BlobCounters;
import dev.nydusview.registry.blob.DirectoryBlobSource;
import dev.nydusview.registry.cache.CacheLayout;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.manifest.ImageResolver;
import dev.nydusview.registry.manifest.ResolvedImage;
import dev.nydusview.registry.manifest.UnpackedBootstrap;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.Platform;
import dev.nydusview.registry.ref.SourceUri;
import dev.nydusview.registry.store.ImageStore;
import dev.nydusview.registry.store.LayoutStore;
import dev.nydusview.registry.store.RegistryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the metadata of an image here, from wherever it is. */
final class SourceOpener {
    private SourceOpener() {}

    static ResolvedImage open(SourceUri uri, AccessOptions options, @Nullable CacheLayout cache, BlobCounters counters)
            throws IOException {
        String wanted = options.platform();
        Platform platform = wanted == null ? Platform.host() : Platform.parse(wanted);
        if (uri instanceof SourceUri.Registry registry) {
            ImageReference reference = registry.reference();
            RegistryHttp http = RegistryHttp.of(reference, options);
            return resolve(new RegistryStore(reference, http, counters), reference.identifier(), platform, cache);
        }
        if (uri instanceof SourceUri.OciLayout layout) {
            LayoutStore store = new LayoutStore(layout.directory(), layout.tag(), counters);
            return resolve(store, store.resolveTag(), platform, cache);
        }
        return bootstrap(((SourceUri.Bootstrap) uri).file(), options.blobDirectory(), counters);
    }

    private static ResolvedImage resolve(
            ImageStore store, String identifier, Platform platform, @Nullable CacheLayout cache) throws IOException {
        try {
            return new ImageResolver(store, cache).resolve(identifier, platform);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static ResolvedImage bootstrap(Path file, @Nullable Path blobs, BlobCounters counters) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException("there is no bootstrap file " + file);
        }
        ByteBuffer bytes = UnpackedBootstrap.mapFile(file);
        return new ResolvedImage(
                "bootstrap:" + file,
                bytes,
                Map.of(),
                Map.of(),
                new DirectoryBlobSource(blobs, counters),
                bytes.remaining());
    }
}
