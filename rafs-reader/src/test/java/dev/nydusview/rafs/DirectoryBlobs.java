package dev.nydusview.rafs;

import dev.nydusview.rafs.blob.BlobSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Blobs as the files of a directory. */
public final class DirectoryBlobs implements BlobSource {
    private final Path directory;

    public DirectoryBlobs(Path directory) {
        this.directory = directory;
    }

    @Override
    public long length(String blobId) throws IOException {
        return Files.size(directory.resolve(blobId));
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel file = FileChannel.open(directory.resolve(blobId))) {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException("blob " + blobId + " ends before " + (offset + length));
                }
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() {}
}
