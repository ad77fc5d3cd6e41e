package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import org.jspecify.annotations.Nullable;

/**
 * One block of a directory: entries, then names, both sorted by the names' unsigned bytes.
 *
 * <pre>
 * | dirent 0 | dirent 1 | ... | dirent n-1 | name 0 | name 1 | ... | name n-1 | NULs |
 *   nameoff 0 = 12 n ------------------------^
 * </pre>
 *
 * A name ends where the next begins; the last one at its first NUL or the end of the block.
 */
public final class DirBlock {
    private static final @Nullable FileType[] TYPES = {
        null,
        FileType.REGULAR,
        FileType.DIRECTORY,
        FileType.CHARACTER_DEVICE,
        FileType.BLOCK_DEVICE,
        FileType.FIFO,
        FileType.SOCKET,
        FileType.SYMLINK
    };

    private final Bytes block;
    private final int count;

    public DirBlock(Bytes block) throws RafsFormatException {
        this.block = block;
        int firstName = block.u16(D_NAMEOFF);
        if (firstName < DIRENT_SIZE || firstName % DIRENT_SIZE != 0 || firstName >= block.length()) {
            throw block.fault(
                    "first name offset 0x" + Integer.toHexString(firstName) + " in a block of " + block.length());
        }
        this.count = firstName / DIRENT_SIZE;
    }

    /** Returns the inode number in the entry at {@code offset} of the bootstrap. */
    static long nid(Bytes bootstrap, long offset) throws RafsFormatException {
        return bootstrap.i64(offset + D_NID);
    }

    /** Returns the type in the entry at {@code offset} of the bootstrap; null if the entry leaves it to the inode. */
    static @Nullable FileType type(Bytes bootstrap, long offset) throws RafsFormatException {
        int code = bootstrap.u8(offset + D_FILE_TYPE);
        if (code >= TYPES.length) {
            throw bootstrap.at("v6 directory entry", offset, DIRENT_SIZE).fault("has unknown file type " + code);
        }
        return TYPES[code];
    }

    public int count() {
        return count;
    }

    public long nid(int index) throws RafsFormatException {
        return block.i64((long) index * DIRENT_SIZE + D_NID);
    }

    /** Returns the type in the entry; null if the entry leaves it to the inode. */
    @Nullable
    public FileType type(int index) throws RafsFormatException {
        int code = block.u8((long) index * DIRENT_SIZE + D_FILE_TYPE);
        if (code >= TYPES.length) {
            throw block.fault("entry " + index + " has unknown file type " + code);
        }
        return TYPES[code];
    }

    public RawName name(int index) throws RafsFormatException {
        return RawName.of(block.copy(nameOffset(index), nameLength(index)));
    }

    /**
     * Copies the name of entry {@code index} to the beginning of {@code target}.
     *
     * @return its length; nothing is copied if that is more than there is room for
     */
    int name(int index, byte[] target) throws RafsFormatException {
        int length = nameLength(index);
        if (length <= target.length) {
            block.copy(nameOffset(index), length, target);
        }
        return length;
    }

    /** Compares the name of entry {@code index} with the first {@code length} bytes of {@code other}. */
    int compareName(int index, byte[] other, int length) throws RafsFormatException {
        return block.compare(nameOffset(index), nameLength(index), other, length);
    }

    /** Returns the index of the first {@code length} bytes of {@code name}; -1 if they are not in this block. */
    int find(byte[] name, int length) throws RafsFormatException {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compareName(middle, name, length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Returns the offset of entry {@code index} in the bootstrap. */
    long offset(int index) {
        return block.start() + (long) index * DIRENT_SIZE;
    }

    public long start() {
        return block.start();
    }

    private int nameOffset(int index) throws RafsFormatException {
        return block.u16((long) index * DIRENT_SIZE + D_NAMEOFF);
    }

    private int nameLength(int index) throws RafsFormatException {
        int offset = nameOffset(index);
        boolean last = index == count - 1;
        int end = last ? (int) block.length() : nameOffset(index + 1);
        if (offset < count * DIRENT_SIZE || end <= offset || end > block.length()) {
            throw block.fault(
                    "name " + index + " spans 0x" + Integer.toHexString(offset) + " to 0x" + Integer.toHexString(end));
        }
        return last ? block.lengthToNul(offset, end - offset) : end - offset;
    }
}
