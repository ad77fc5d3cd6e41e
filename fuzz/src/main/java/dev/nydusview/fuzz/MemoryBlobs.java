package dev.nydusview.fuzz;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.registry.NotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Blobs in memory, which refuse the same ids and ranges as the real sources. */
record MemoryBlobs(Map<String, ByteBuffer> blobs) implements BlobSource {
    static MemoryBlobs of(Path directory) throws IOException {
        Map<String, ByteBuffer> blobs = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                blobs.put(String.valueOf(file.getFileName()), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return new MemoryBlobs(blobs);
    }

    /** Returns the same blobs with {@code bytes} at {@code offset} of one. */
    MemoryBlobs with(String blobId, long offset, byte[] bytes) throws IOException {
        ByteBuffer changed = ByteBuffer.allocate((int) Math.max(length(blobId), offset + bytes.length));
        changed.put(blob(blobId).duplicate()).clear();
        changed.put((int) offset, bytes);
        Map<String, ByteBuffer> others = new HashMap<>(blobs);
        others.put(blobId, changed);
        return new MemoryBlobs(others);
    }

    @Override
    public long length(String blobId) throws IOException {
        return blob(blobId).limit();
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        ByteBuffer blob = blob(blobId);
        if (offset < 0 || length < 0 || offset > blob.limit() - length) {
            throw new RafsFormatException(
                    "blob of " + blob.limit() + " bytes has no " + length + " bytes at offset " + offset);
        }
        return blob.slice((int) offset, length).asReadOnlyBuffer();
    }

    private ByteBuffer blob(String blobId) throws IOException {
        ByteBuffer blob = blobs.get(blobId);
        if (blob == null) {
            throw new NotFoundException("there is no such blob");
        }
        return blob;
    }

    @Override
    public void close() {}
}
