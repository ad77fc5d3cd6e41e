package dev.nydusview.registry.blob;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Directories whose files are named by blob ids, like those of nydus-image and nydusd. */
public final class BlobDirectory implements BlobFiles {
    /** Subdirectories to search; the last is that of an OCI layout. */
    private static final List<String> PLACES = List.of("", "sha256", "blobs/sha256");

    private final List<Path> directories;

    /** @param directories in the order in which they are searched; empty if the user did not name one */
    public BlobDirectory(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public Extent locate(Sha256 blob) throws IOException {
        return Extent.of(find(blob));
    }

    private Path find(Sha256 blob) throws NotFoundException {
        if (directories.isEmpty()) {
            throw new NotFoundException("a bootstrap does not hold file data: name the directory with blob "
                    + blob.hex() + " with --blob-dir DIR, or storage with --backend");
        }
        for (Path directory : directories) {
            for (String place : PLACES) {
                Path file = directory.resolve(place).resolve(blob.hex());
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        String searched = directories.stream().map(Path::toString).collect(Collectors.joining(", "));
        throw new NotFoundException(
                "blob " + blob.hex() + " is not in " + searched + " (--blob-dir), nor in its subdirectory sha256");
    }
}
