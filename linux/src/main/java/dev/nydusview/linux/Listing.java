package dev.nydusview.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Names in a directory, one after the other; files may be removed meanwhile. Takes a page, however many there are. */
public final class Listing {
    private static final int BUFFER = 4096;
    private static final byte[] HERE = {'.'};
    private static final byte[] ABOVE = {'.', '.'};

    // Layout of a struct linux_dirent64: 8 bytes inode, 8 offset, 2 length of the record, 1 type, the name.
    private static final int RECORD_LENGTH = 16;
    private static final int NAME = 19;

    private final DirectoryHandle directory;
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    private int at;
    private int end;

    Listing(DirectoryHandle directory) {
        this.directory = directory;
    }

    /** Returns the directory that is listed. */
    public DirectoryHandle directory() {
        return directory;
    }

    /** Returns the next name, except "." and ".."; null at the end. */
    public byte @Nullable [] next() throws PosixException {
        while (true) {
            if (at == end && !fill()) {
                return null;
            }
            byte[] name = name();
            at += Short.toUnsignedInt(records.getShort(at + RECORD_LENGTH));
            if (!Arrays.equals(name, HERE) && !Arrays.equals(name, ABOVE)) {
                return name;
            }
        }
    }

    private boolean fill() throws PosixException {
        Posix posix = directory.posix();
        long number = posix.abi().getdents64();
        at = 0;
        end = posix.check(
                posix.libc().syscall(number, directory.descriptor(), bytes, bytes.length), "cannot be listed");
        return end > 0;
    }

    private byte[] name() {
        int nul = at + NAME;
        while (bytes[nul] != 0) {
            nul++;
        }
        return Arrays.copyOfRange(bytes, at + NAME, nul);
    }
}
