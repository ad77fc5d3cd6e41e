package dev.nydusview.image.access;

import dev.nydusview.registry.backend.Backend;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The image of a source that is opened.
 *
 * @param platform {@code os/arch[/variant]} to pick from an index; null for linux on this machine's processor
 * @param twins which Nydus images may be read in place of a plain OCI image
 * @param backend where the data blobs lie; null for where the source has them
 * @param blobDirectory where those of a {@code bootstrap:} lie unless there is a backend; null for none
 */
public record ImageSelection(
        @Nullable String platform, TwinPolicy twins, @Nullable Backend backend, @Nullable Path blobDirectory) {
    /** The image of this machine's platform, Nydus images in place of plain ones included. */
    public static final ImageSelection USUAL = new ImageSelection(null, TwinPolicy.ANY, null, null);
}
