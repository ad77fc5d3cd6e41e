package dev.nydusview.registry.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Source of an image's manifests and layers. Bytes are unverified. */
public interface ImageContents {

    /** Consumes content; may be called again, from the beginning, if the connection broke or the content was damaged. */
    interface Reader<T> {
        T read(InputStream content) throws IOException;
    }

    /** The source as the user names it, for messages. */
    String name();

    /**
     * Reads what the source itself names: at most {@link ManifestDocument#MAX_SIZE} bytes, digest verified if one was
     * named.
     */
    byte[] root() throws IOException;

    /** Content of a manifest in an index. */
    <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException;

    /** Content of a layer or image configuration. */
    <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException;

    /**
     * Returns the places that may list manifests referring to the manifest or index {@code digest}, likeliest first.
     */
    List<ReferrerList> referrers(String digest);
}
