package dev.nydusview.check;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import java.io.IOException;

/** Offsets of things in a v5 bootstrap. */
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

    /** Offset of the size of the xattrs; the first pair follows. */
    static int xattrs(DamagedImage image, String path) throws IOException {
        return afterTarget(image, path);
    }

    static int chunk(DamagedImage image, String path, int number) throws IOException {
        return afterTarget(image, path) + number * ChunkInfoLayout.CHUNK_INFO_SIZE;
    }

    /** Offset of the entry of the inode table, for a file with one name. */
    static int tableEntry(DamagedImage image, String path) throws IOException {
        int table = (int) image.i64(SB_INODE_TABLE_OFFSET);
        return table + (int) (image.inode(path).number() - 1) * INODE_TABLE_ENTRY_SIZE;
    }

    /** Offset at which the record of the last name of the file {@code number} starts. */
    static int lastLink(DamagedImage image, long number) {
        int table = (int) image.i64(SB_INODE_TABLE_OFFSET);
        for (int i = image.i32(SB_INODE_TABLE_ENTRIES) - 1; ; i--) {
            int record = image.i32(table + i * INODE_TABLE_ENTRY_SIZE) * ALIGNMENT;
            if (image.i64(record + I_INO) == number) {
                return record;
            }
        }
    }

    static int blobTable(DamagedImage image) {
        return (int) image.i64(SB_BLOB_TABLE_OFFSET);
    }

    static int extendedBlobTable(DamagedImage image) {
        return (int) image.i64(SB_EXT_BLOB_TABLE_OFFSET);
    }
}
