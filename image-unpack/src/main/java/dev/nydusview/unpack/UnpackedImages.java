package dev.nydusview.unpack;

import dev.nydusview.base.SafeText;
import dev.nydusview.extract.posix.Posix;
import dev.nydusview.extract.posix.PosixException;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.registry.OciImage;
import dev.nydusview.registry.OciLayer;
import dev.nydusview.registry.cache.CacheLayout;
import dev.nydusview.registry.cache.ImageStore;
import dev.nydusview.registry.cache.StoredImage;
import dev.nydusview.unpack.tar.TarEntry;
import dev.nydusview.unpack.tar.TarReader;
import dev.nydusview.unpack.tree.LayerWriter;
import dev.nydusview.unpack.tree.Omission;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Plain OCI images as directories below a cache, each unpacked once. Runs of several processes and runs that were killed
 * do it no harm. At most one of these in a process for each cache.
 */
public final class UnpackedImages {
    private static final String ROOT = "root";
    private static final String RECORD = "omissions";

    private final ImageStore store;
    private final UnpackLimits limits;

    public UnpackedImages(Path cacheDirectory, UnpackLimits limits) {
        this.store = new ImageStore(new CacheLayout(cacheDirectory));
        this.limits = limits;
    }

    /**
     * The directory of {@code image}; unpacked into the cache if it is not there. Every layer is compared with its
     * digest before anything in it is looked at, and what it unpacks to with the image's configuration.
     *
     * @throws UnpackLimitException if the image is larger than allowed
     * @throws UnpackException if it cannot be written
     */
    public UnpackedImage open(OciImage image) throws IOException {
        for (OciLayer layer : image.layers()) {
            LayerTypes.check(layer);
        }
        StoredImage stored = store.open(image.digest());
        try {
            boolean fresh = !stored.isComplete();
            if (fresh) {
                unpack(image, stored);
            }
            Path directory = stored.directory();
            Map<Omission, Long> omissions = OmissionRecord.read(directory.resolve(RECORD));
            return new UnpackedImage(stored, directory.resolve(ROOT), fresh, omissions);
        } catch (IOException | RuntimeException | Error e) {
            stored.close();
            throw e;
        }
    }

    private void unpack(OciImage image, StoredImage stored) throws IOException {
        Budget budget = new Budget(limits);
        for (OciLayer layer : image.layers()) {
            budget.checkStored(layer.digest(), layer.size());
        }
        Path root = Files.createDirectory(stored.directory().resolve(ROOT));
        try (LayerWriter writer = new LayerWriter(new Posix(), root)) {
            try (LayerDownloads downloads = new LayerDownloads(image, stored.directory())) {
                for (OciLayer layer : image.layers()) {
                    apply(layer, downloads.take(), writer, budget);
                }
            }
            OmissionRecord.write(stored.directory().resolve(RECORD), writer.omissions());
            writer.finish();
        } catch (PosixException e) {
            throw unwritable(e, "");
        }
        stored.commit();
    }

    private static void apply(OciLayer layer, Path file, LayerWriter writer, Budget budget) throws IOException {
        String whole = "the layer " + layer.digest();
        String where = whole;
        try (InputStream stored = Files.newInputStream(file);
                UnpackedLayer unpacked = new UnpackedLayer(layer, stored, budget)) {
            TarReader tar = new TarReader(unpacked);
            writer.beginLayer();
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                budget.takeEntry();
                where = whole + ", at " + shown(entry);
                writer.write(entry, tar);
                where = whole;
            }
            unpacked.finish();
        } catch (RafsFormatException e) {
            throw new RafsFormatException("corrupt OCI image: " + where + ": " + e.getMessage());
        } catch (UnsupportedFeatureException e) {
            throw new UnsupportedFeatureException(where + ": " + e.getMessage());
        } catch (PosixException e) {
            throw unwritable(e, where + ": ");
        }
    }

    private static UnpackException unwritable(PosixException e, String where) {
        return new UnpackException(
                "the image cannot be unpacked: " + where + e.getMessage()
                        + (e.full() ? ": make room, or name another directory with --cache-dir" : ""),
                e);
    }

    private static String shown(TarEntry entry) {
        return SafeText.shortened(entry.name().bytes(), 200);
    }
}
