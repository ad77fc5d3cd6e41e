package dev.nydusview.registry.blob;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory whose files are named by blob ids, like those of nydus-image and nydusd. */
public final class BlobDirectory implements BlobFiles {
    /** Subdirectories to search; the last is that of an OCI layout. */
    private static final List<String> PLACES = List.of("", "sha256", "blobs/sha256");

    private final @Nullable Path directory;

    /** @param directory null if the user did not name one: then there are no blobs */
    public BlobDirectory(@Nullable Path directory) {
        this.directory = directory;
    }

    @Override
    public Extent locate(Sha256 blob) throws IOException {
        return Extent.of(find(blob));
    }

    private Path find(Sha256 blob) throws NotFoundException {
        if (directory == null) {
            throw new NotFoundException("a bootstrap does not hold file data: name the directory with blob "
                    + blob.hex() + " with --blob-dir DIR");
        }
        for (String place : PLACES) {
            Path file = directory.resolve(place).resolve(blob.hex());
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new NotFoundException(
                "blob " + blob.hex() + " is not in " + directory + " (--blob-dir), nor in its subdirectory sha256");
    }
}
