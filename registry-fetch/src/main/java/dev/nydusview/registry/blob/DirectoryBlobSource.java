package dev.nydusview.registry.blob;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.NotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Blobs as the files of a directory, named by their ids. */
public final class DirectoryBlobSource implements BlobSource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final @Nullable Path directory;
    private final BlobCounters counters;

    /** @param directory null where the user has named none: the image's metadata can be read all the same */
    public DirectoryBlobSource(@Nullable Path directory, BlobCounters counters) {
        this.directory = directory;
        this.counters = counters;
    }

    @Override
    public long length(String blobId) throws IOException {
        return Files.size(file(blobId));
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file(blobId))) {
            if (offset < 0 || length < 0 || offset > channel.size() - length) {
                throw new RafsFormatException("blob " + blobId + " has " + channel.size() + " bytes, too few for "
                        + length + " at offset " + offset + ": it is cut off, or not the blob of this image");
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
                continue;
            }
            counters.add(bytes.position());
            if (bytes.hasRemaining()) {
                throw new IOException("blob " + blobId + " became shorter while it was read");
            }
            return bytes.flip();
        }
    }

    private Path file(String blobId) throws IOException {
        if (directory == null) {
            throw new NotFoundException(
                    "the image's data is in blob " + blobId + ": say with --blob-dir in which directory it is");
        }
        Path file = ID.matcher(blobId).matches() ? directory.resolve(blobId) : directory;
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException(
                    "directory " + directory + " has no blob " + blobId.replaceAll("\\p{Cntrl}", "?"));
        }
        return file;
    }

    @Override
    public void close() {}
}
