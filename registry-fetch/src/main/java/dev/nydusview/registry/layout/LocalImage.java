package dev.nydusview.registry.layout;

import dev.nydusview.registry.blob.BlobFiles;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An image in files of this machine: its documents, layers and blobs by their digests. */
public interface LocalImage extends BlobFiles {
    /** Returns the descriptor of the image's manifest or index. */
    Descriptor root() throws IOException;

    /** Opens the content of {@code descriptor}, unverified. */
    InputStream content(Descriptor descriptor) throws IOException;

    /** Returns the image manifests beside it whose subject is {@code digest}; unverified. */
    List<Descriptor> referrers(String digest) throws IOException;
}
