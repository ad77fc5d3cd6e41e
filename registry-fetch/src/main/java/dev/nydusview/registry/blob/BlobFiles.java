package dev.nydusview.registry.blob;

import dev.nydusview.registry.NotFoundException;
import java.nio.file.Path;

/** Finds the file of a blob. */
public interface BlobFiles {
    /**
     * The file of a blob, which exists.
     *
     * @param blobId checked: 64 hexadecimal digits
     */
    Path find(String blobId) throws NotFoundException;
}
