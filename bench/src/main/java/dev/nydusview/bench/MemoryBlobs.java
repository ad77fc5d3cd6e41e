package dev.nydusview.bench;

import dev.nydusview.rafs.blob.BlobSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Blobs held in memory, so that a benchmark times no I/O. */
public record MemoryBlobs(Map<String, ByteBuffer> blobs) implements BlobSource {
    public static MemoryBlobs of(Path directory) throws IOException {
        Map<String, ByteBuffer> blobs = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                blobs.put(String.valueOf(file.getFileName()), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return new MemoryBlobs(blobs);
    }

    @Override
    public long length(String blobId) throws IOException {
        return blob(blobId).limit();
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        ByteBuffer blob = blob(blobId);
        if (offset > blob.limit() - length) {
            throw new EOFException("blob " + blobId + " ends at " + blob.limit());
        }
        return blob.slice((int) offset, length);
    }

    private ByteBuffer blob(String blobId) throws IOException {
        ByteBuffer blob = blobs.get(blobId);
        if (blob == null) {
            throw new IOException("no blob " + blobId);
        }
        return blob;
    }

    @Override
    public void close() {}
}
