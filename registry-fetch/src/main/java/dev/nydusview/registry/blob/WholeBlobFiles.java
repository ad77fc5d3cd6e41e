package dev.nydusview.registry.blob;

import dev.nydusview.base.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files of blobs that are fetched as a whole, since their server does not serve ranges. Safe for concurrent use. */
public interface WholeBlobFiles {
    /** No place: nothing is found, and nothing can be made. */
    WholeBlobFiles NONE = new WholeBlobFiles() {
        @Override
        public @Nullable Path find(Sha256 blob) {
            return null;
        }

        @Override
        public Path create(Sha256 blob, long length) throws IOException {
            throw new IOException("there is no cache to keep it in");
        }

        @Override
        public Path complete(Path file, Sha256 blob) {
            return file;
        }

        @Override
        public void discard(Path file) {}
    };

    /** Returns the complete file of a blob; null if there is none. It may be removed at any time. */
    @Nullable
    Path find(Sha256 blob);

    /**
     * Makes an empty file in which {@code length} bytes are going to be written.
     *
     * @throws IOException with the reason why that many are not to be kept
     */
    Path create(Sha256 blob, long length) throws IOException;

    /** Makes {@code file} the complete file of the blob; returns its path from now on. */
    Path complete(Path file, Sha256 blob) throws IOException;

    /** Removes a file, complete or not, which is worthless. */
    void discard(Path file);
}
