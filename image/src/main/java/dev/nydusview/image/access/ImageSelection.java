package dev.nydusview.image.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The image of a source that is opened.
 *
 * @param platform {@code os/arch[/variant]} to pick from an index; null for linux on this machine's processor
 * @param twins which Nydus images may be read in place of a plain OCI image
 * @param blobDirectory where the data blobs of a {@code bootstrap:} source lie; null for beside the bootstrap
 */
public record ImageSelection(@Nullable String platform, TwinPolicy twins, @Nullable Path blobDirectory) {
    /** The image of this machine's platform, Nydus images in place of plain ones included. */
    public static final ImageSelection USUAL = new ImageSelection(null, TwinPolicy.ANY, null);
}
