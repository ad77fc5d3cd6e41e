package dev.nydusview.image.oci;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.cache.ImageStore;
import dev.nydusview.image.cache.StoredImage;
import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rootfs.Allowance;
import dev.nydusview.rootfs.ImageLimitException;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.rootfs.record.TreeRecord;
import dev.nydusview.rootfs.record.TreeState;
import dev.nydusview.rootfs.unpack.LayerUnpacker;
import dev.nydusview.rootfs.unpack.UnpackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Plain OCI images as directories below a cache, each unpacked once. Several processes may use the cache at once; parts
 * that a killed process left are removed.
 */
public final class UnpackedImages {
    private static final String ROOT = "root";
    private static final String RECORD = "record";

    private final Posix posix = new Posix();
    private final ImageStore store;
    private final ImageLimits limits;

    public UnpackedImages(Path cacheDirectory, ImageLimits limits) {
        this.store = ImageStore.of(new CacheLayout(cacheDirectory));
        this.limits = limits;
    }

    /**
     * Opens the directory of {@code image}, which is unpacked into the cache if it is missing or was changed. Every
     * layer is compared with its digest before anything in it is read, its unpacked archive with the image's
     * configuration, and an existing tree with its record.
     *
     * @throws ImageLimitException if the image is larger than allowed
     * @throws UnpackException if it cannot be written
     */
    public UnpackedImage open(OciImage image) throws IOException {
        for (OciLayer layer : image.layers()) {
            LayerTypes.check(layer);
        }
        String changed = null;
        while (true) {
            StoredImage stored = store.open(image.digest());
            try {
                Path root = stored.directory().resolve(ROOT);
                if (!stored.isComplete()) {
                    TreeLosses losses = unpack(image, stored, root);
                    return new UnpackedImage(stored, stored.directory().resolve(ROOT), true, losses, changed);
                }
                TreeState state = record(stored, image).compare(root);
                if (state.difference() == null) {
                    return new UnpackedImage(stored, root, false, state.losses(), changed);
                }
                changed = state.difference();
            } catch (ClosedByInterruptException e) {
                stored.close();
                throw interrupted(e);
            } catch (IOException | RuntimeException | Error e) {
                stored.close();
                throw e;
            }
            stored.reject();
        }
    }

    private TreeRecord record(StoredImage stored, OciImage image) {
        return new TreeRecord(
                posix, stored.directory().resolve(RECORD), image.digest().toString());
    }

    private TreeLosses unpack(OciImage image, StoredImage stored, Path root) throws IOException {
        Allowance allowance = new Allowance(limits);
        for (OciLayer layer : image.layers()) {
            allowance.requireWhole("the layer " + layer.digest(), layer.size());
        }
        Files.createDirectory(root);
        TreeLosses losses;
        try (LayerUnpacker unpacker = new LayerUnpacker(posix, root, stored.directory(), allowance)) {
            try (LayerDownloads downloads = new LayerDownloads(image, stored.directory())) {
                for (OciLayer layer : image.layers()) {
                    try (InputStream content = Files.newInputStream(downloads.take())) {
                        unpacker.unpack(layer.digest(), layer.diffId(), content);
                    }
                }
            }
            losses = record(stored, image).write(root, unpacker.finish());
        } catch (PosixException e) {
            throw UnpackException.of(e, "");
        }
        sync(root);
        stored.commit();
        return losses;
    }

    private void sync(Path root) throws IOException {
        try (DirectoryHandle top = DirectoryHandle.open(posix, root)) {
            top.sync();
        } catch (PosixException e) {
            throw UnpackException.of(e, "");
        }
    }

    private static InterruptedIOException interrupted(IOException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while unpacking an image");
        interrupted.initCause(cause);
        return interrupted;
    }
}
