package dev.nydusview.registry.blob;

import dev.nydusview.base.Sha256;
import java.io.IOException;

/** Finds where in files of this machine a blob is. */
public interface BlobFiles {
    /**
     * Returns the bytes of a blob.
     *
     * @throws dev.nydusview.registry.NotFoundException if they are not here
     */
    Extent locate(Sha256 blob) throws IOException;
}
