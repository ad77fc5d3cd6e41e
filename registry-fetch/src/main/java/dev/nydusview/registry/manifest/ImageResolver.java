package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsException;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.cache.CacheLayout;
import dev.nydusview.registry.ref.Platform;
import dev.nydusview.registry.store.ImageStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Goes from an identifier in a store to an image whose metadata is here: manifest, bootstrap layer, bootstrap. */
public final class ImageResolver {
    /** No converter writes larger ones, and a hostile manifest may claim anything. */
    private static final long MAX_LAYER = 1L << 31;

    private final ImageStore store;
    private final @Nullable CacheLayout cache;
    private long bytes;

    /** @param cache where bootstraps are kept; null to keep none */
    public ImageResolver(ImageStore store, @Nullable CacheLayout cache) {
        this.store = store;
        this.cache = cache;
    }

    /** @param identifier a tag or a digest */
    public ResolvedImage resolve(String identifier, Platform platform) throws IOException {
        ManifestResolver manifests = new ManifestResolver(store, platform);
        ManifestDocument manifest = manifests.resolve(identifier);
        String name = store.name(manifest.digest());
        Descriptor layer = NydusManifest.bootstrap(manifest, name);
        UnpackedBootstrap unpacked = unpacked(layer);
        return new ResolvedImage(
                name,
                unpacked.bootstrap(),
                unpacked.metas(),
                NydusManifest.layerSizes(manifest),
                store.blobs(),
                manifests.bytes() + bytes);
    }

    private UnpackedBootstrap unpacked(Descriptor layer) throws IOException {
        if (layer.size() > MAX_LAYER) {
            throw new RafsFormatException("bootstrap layer of " + layer.size() + " bytes");
        }
        if (cache == null) {
            return UnpackedBootstrap.createTemporary(directory -> fetch(layer, directory));
        }
        Path directory = cache.bootstrap(layer.digest());
        UnpackedBootstrap kept = UnpackedBootstrap.open(directory);
        return kept != null ? kept : UnpackedBootstrap.create(directory, target -> fetch(layer, target));
    }

    private void fetch(Descriptor layer, Path directory) throws IOException {
        store.layer(layer.digest(), stream -> {
            UnpackedBootstrap.clear(directory);
            bytes += layer.size();
            unpack(
                    new VerifyingStream(stream, "bootstrap layer " + layer.digest(), layer.size(), layer.digest()),
                    directory);
            return layer;
        });
    }

    /** What fails is the layer's fault only if its bytes are the right ones: else its source has failed. */
    private static void unpack(VerifyingStream layer, Path directory) throws IOException {
        try {
            BootstrapLayer.unpack(layer, directory);
        } catch (RafsException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            layer.drain();
            throw new RafsFormatException("bootstrap layer is damaged: " + e.getMessage());
        }
        layer.drain();
    }
}
