package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Metadata of the files of a tree, by inode number, kept on the disk. A number that is used again has the last one.
 */
public final class FileMetadataMap implements Closeable {
    private final DiskHashMap table;

    /** @param file as in {@link DiskHashMap} */
    FileMetadataMap(Path file) {
        this.table = new DiskHashMap(file, Long.BYTES, FileMetadata.SIZE);
    }

    void put(Status status, FileMetadata metadata) throws IOException {
        table.put(key(status), metadata.toBytes());
    }

    /** Returns the metadata of a file; all files came with entries, except directories that are implied. */
    public FileMetadata of(Status status) throws IOException {
        byte[] bytes = table.get(key(status));
        if (bytes == null && !status.isDirectory()) {
            throw new IOException("the tree has a file that is not in any layer: another process writes into it");
        }
        return bytes == null ? FileMetadata.implied() : FileMetadata.of(bytes);
    }

    private static byte[] key(Status status) {
        return ByteBuffer.allocate(Long.BYTES).putLong(status.inode()).array();
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
