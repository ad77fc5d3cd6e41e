package dev.nydusview.rafswriter;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.FormatVersion;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafswriter.tree.NewImage;
import dev.nydusview.rafswriter.v5.V5Writer;
import dev.nydusview.rafswriter.v6.V6Writer;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Writes bootstraps. The same image always becomes the same bytes. */
public final class BootstrapWriter {
    private BootstrapWriter() {}

    /**
     * Writes the bootstrap of {@code image} to {@code file}, which is empty, and returns its size in bytes. Memory is some
     * 100 bytes for each name, beside what the tree needs.
     *
     * @throws UnsupportedFeatureException if the version cannot hold what the image has
     * @throws RafsFormatException if the tree is damaged
     */
    public static long write(NewImage image, FileChannel file) throws IOException {
        return image.version() == FormatVersion.V5 ? V5Writer.write(image, file) : V6Writer.write(image, file);
    }
}
