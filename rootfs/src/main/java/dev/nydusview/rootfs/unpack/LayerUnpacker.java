package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.SafeText;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rootfs.Allowance;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.tar.TarReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Unpacks the layers of an image into a directory, the lowest first. */
public final class LayerUnpacker implements Closeable {
    private static final int MAX_SHOWN = 200;

    private final Allowance allowance;
    private final LayerWriter writer;

    /**
     * @param directory exists, is empty, and accessible to its owner only or below such a directory
     * @param work another such directory for files that are removed at the end
     * @throws UnpackException if the directory cannot be written to
     */
    public LayerUnpacker(Posix posix, Path directory, Path work, Allowance allowance) throws IOException {
        this.allowance = allowance;
        try {
            this.writer = new LayerWriter(posix, directory, work, allowance);
        } catch (PosixException e) {
            throw UnpackException.of(e, "");
        }
    }

    /**
     * Unpacks the next layer, and compares the archive in it with {@code diffId}.
     *
     * @param digest of the stored layer, for messages
     * @param diffId digest of the archive at it
     * @param stored plain, or compressed by gzip or zstd; verified; closed at the end
     * @throws CorruptDataException if the layer is not an archive of files below the directory, or is another one
     * @throws UnsupportedFeatureException if the archive has entries that are not supported
     * @throws UnpackException if the files cannot be written
     */
    public void unpack(Sha256 digest, Sha256 diffId, InputStream stored) throws IOException {
        String layer = "the layer " + digest;
        String where = layer;
        try (LayerContent content = new LayerContent(diffId, stored, allowance)) {
            TarReader tar = new TarReader(content);
            writer.beginLayer();
            TarEntry entry;
            while ((entry = tar.next()) != null) {
                where = layer + ", at " + SafeText.shortened(entry.name().bytes(), MAX_SHOWN);
                writer.write(entry, tar);
                where = layer;
            }
            content.finish();
        } catch (CorruptDataException e) {
            throw new CorruptDataException("corrupt OCI image: " + where + ": " + e.getMessage());
        } catch (UnsupportedFeatureException e) {
            throw new UnsupportedFeatureException(where + ": " + e.getMessage());
        } catch (PosixException e) {
            throw UnpackException.of(e, where + ": ");
        }
    }

    /**
     * Ends the last layer; returns the attributes that the image gives to the files, which may differ from those on
     * disk.
     */
    public FileMetadataMap finish() throws IOException {
        try {
            writer.finish();
        } catch (PosixException e) {
            throw UnpackException.of(e, "");
        }
        return writer.metadataMap();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
