package dev.nydusview.check;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.Inode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Offsets in a v6 bootstrap of extended inodes. */
final class V6Places {
    private static final int BLOCK = 1 << BLOCK_BITS;

    private V6Places() {}

    /** Offset of a field of the superblock. */
    static int superblock(int field) {
        return SUPERBLOCK_OFFSET + field;
    }

    static int extension(int field) {
        return EXT_SUPERBLOCK_OFFSET + field;
    }

    static int xattrs(DamagedImage image, String path) throws IOException {
        return image.offset(path) + EXTENDED_INODE_SIZE;
    }

    /** Returns the offset of the data behind inode and xattrs. */
    static int data(DamagedImage image, String path) throws IOException {
        int inode = image.offset(path);
        int count = image.u16(inode + E_XATTR_ICOUNT);
        int xattrs = count == 0 ? 0 : XATTR_HEADER_SIZE + (count - 1) * XATTR_ALIGNMENT;
        return inode + EXTENDED_INODE_SIZE + xattrs;
    }

    static int address(DamagedImage image, String path, int number) throws IOException {
        int start = (data(image, path) + CHUNK_ADDR_SIZE - 1) & -CHUNK_ADDR_SIZE;
        return start + number * CHUNK_ADDR_SIZE;
    }

    static int row(DamagedImage image, String path, int number) throws IOException {
        int address = address(image, path, number);
        int high = image.u16(address + CA_INDEX_HIGH_AND_DEVICE);
        int index = high >>> 8 << 16 | image.u16(address + CA_INDEX_LOW);
        int table = (int) image.i64(extension(EXT_CHUNK_TABLE_OFFSET));
        for (int row = table; ; row += ChunkInfoLayout.CHUNK_INFO_SIZE) {
            if (image.i32(row + ChunkInfoLayout.INDEX) == index
                    && image.i32(row + ChunkInfoLayout.BLOB_INDEX) == (high & 0xff) - 1) {
                return row;
            }
        }
    }

    static int blob(DamagedImage image, int number) {
        return (int) image.i64(extension(EXT_BLOB_TABLE_OFFSET)) + number * BLOB_SIZE;
    }

    static int slot(DamagedImage image, int number) {
        return image.u16(superblock(SB_DEVT_SLOTOFF)) * DEVICE_SLOT_SIZE + number * DEVICE_SLOT_SIZE;
    }

    /** The entry {@code name} of a directory that has no full block. */
    static int dirent(DamagedImage image, String directory, String name) throws IOException {
        Inode inode = image.inode(directory);
        int block = inode.size() < BLOCK ? data(image, directory) : image.i32((int) inode.offset() + E_U) * BLOCK;
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int entry = block; ; entry += DIRENT_SIZE) {
            byte[] found = new byte[wanted.length];
            image.bytes().get(block + image.u16(entry + D_NAMEOFF), found);
            if (java.util.Arrays.equals(found, wanted)) {
                return entry;
            }
        }
    }

    /** Returns the offset of the name of that entry. */
    static int name(DamagedImage image, String directory, String name) throws IOException {
        Inode inode = image.inode(directory);
        int block = inode.size() < BLOCK ? data(image, directory) : image.i32((int) inode.offset() + E_U) * BLOCK;
        return block + image.u16(dirent(image, directory, name) + D_NAMEOFF);
    }
}
