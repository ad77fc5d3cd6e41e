package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Origins of the files of a tree, by inode number, kept on the disk. A number that is used again has its last origin.
 */
public final class Origins implements Closeable {
    private final DiskTable table;

    /** @param file as in {@link DiskTable} */
    Origins(Path file) {
        this.table = new DiskTable(file, Long.BYTES, Origin.SIZE);
    }

    void put(Status status, Origin origin) throws IOException {
        table.put(key(status), origin.toBytes());
    }

    /** Returns the origin of a file; all files came with entries, except directories that are implied. */
    public Origin of(Status status) throws IOException {
        byte[] bytes = table.get(key(status));
        if (bytes == null && !status.isDirectory()) {
            throw new IOException("the tree has a file that is not in any layer: another process writes into it");
        }
        return bytes == null ? Origin.implied() : Origin.of(bytes);
    }

    private static byte[] key(Status status) {
        return ByteBuffer.allocate(Long.BYTES).putLong(status.inode()).array();
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
