package dev.nydusview.registry.blob;

import dev.nydusview.registry.NotFoundException;
import java.nio.file.Path;

/** Knows in which file a blob lies. */
public interface BlobFiles {
    /**
     * The file of a blob, which exists.
     *
     * @param blobId checked: 64 hexadecimal digits
     */
    Path find(String blobId) throws NotFoundException;
}
