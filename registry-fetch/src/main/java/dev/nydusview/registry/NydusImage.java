package dev.nydusview.registry;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import java.io.Closeable;
import java.io.IOException;

/** An image opened from a source: its metadata is here, its file bytes come when they are read. */
public final class NydusImage implements Closeable {
    private NydusImage() {}

    /**
     * Opens {@code source}: {@code REF}, {@code docker://REF}, {@code oci:DIR[:TAG]} or {@code bootstrap:FILE}.
     * Fetches manifest and bootstrap, and no byte of a data blob.
     */
    public static NydusImage open(String source, AccessOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The source in its canonical form with the digest of the manifest, such as {@code host/name:tag@sha256:...}. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    public RafsImage rafs() {
        throw new UnsupportedOperationException();
    }

    public ChunkSource chunks() {
        throw new UnsupportedOperationException();
    }

    public FileReader files() {
        throw new UnsupportedOperationException();
    }

    /** What reading has cost so far. */
    public FetchStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {}
}
