package dev.nydusview.rafs.check;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import java.io.IOException;

/** Where things stand in a v5 bootstrap. */
final class V5Places {
    private V5Places() {}

    static int nameOf(DamagedImage image, String path) throws IOException {
        return image.offset(path) + INODE_SIZE;
    }

    private static int afterTarget(DamagedImage image, String path) throws IOException {
        int inode = image.offset(path);
        int name = (int) aligned(image.u16(inode + I_NAME_SIZE));
        return inode + INODE_SIZE + name + (int) aligned(image.u16(inode + I_SYMLINK_SIZE));
    }

    /** The size of the xattrs; the first pair follows. */
    static int xattrs(DamagedImage image, String path) throws IOException {
        return afterTarget(image, path);
    }

    static int chunk(DamagedImage image, String path, int number) throws IOException {
        return afterTarget(image, path) + number * ChunkInfoLayout.CHUNK_INFO_SIZE;
    }

    /** The entry of the inode table, for a file with one name. */
    static int tableEntry(DamagedImage image, String path) throws IOException {
        int table = (int) image.i64(SB_INODE_TABLE_OFFSET);
        return table + (int) (image.inode(path).number() - 1) * INODE_TABLE_ENTRY_SIZE;
    }

    static int blobTable(DamagedImage image) {
        return (int) image.i64(SB_BLOB_TABLE_OFFSET);
    }

    static int extendedBlobTable(DamagedImage image) {
        return (int) image.i64(SB_EXT_BLOB_TABLE_OFFSET);
    }
}
