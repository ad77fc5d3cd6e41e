package dev.nydusview.registry.store;

import dev.nydusview.rafs.blob.BlobSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Where manifests and layers of one repository come from: a registry, or a layout on disk. */
public interface ImageStore extends Closeable {
    /**
     * The bytes of a manifest or index, at most 4 MiB, unverified.
     *
     * @param identifier a tag or a digest
     */
    byte[] manifest(String identifier) throws IOException;

    /** Reads a whole layer, from the start again if its source fails on the way. The bytes are unverified. */
    <T> T layer(String digest, LayerReader<T> reader) throws IOException;

    /** Ranged access to the data blobs. Closing it closes the store. */
    BlobSource blobs();

    /** The image's name with the digest that it resolved to. */
    String name(String digest);

    /** Reads the stream of a layer. */
    @FunctionalInterface
    interface LayerReader<T> {
        T read(InputStream layer) throws IOException;
    }
}
