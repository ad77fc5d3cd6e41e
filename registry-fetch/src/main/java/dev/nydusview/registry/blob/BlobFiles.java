package dev.nydusview.registry.blob;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.NotFoundException;
import java.nio.file.Path;

/** Finds the file of a blob. */
public interface BlobFiles {
    /** Returns the file of a blob, which exists. */
    Path find(Sha256 blob) throws NotFoundException;
}
