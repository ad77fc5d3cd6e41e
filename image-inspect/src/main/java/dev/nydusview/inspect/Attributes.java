package dev.nydusview.inspect;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** Formats attributes of inodes. */
public final class Attributes {
    private static final String RWX = "rwxrwxrwx";
    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int STICKY = 01000;

    private Attributes() {}

    /** Returns a name such as {@code symlink} or {@code block_device}. */
    public static String typeName(FileType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the permission bits as four octal digits. */
    public static String permissions(int mode) {
        return String.format(Locale.ROOT, "%04o", mode & 07777);
    }

    /** Returns ten characters as {@code ls -l} has them, such as {@code -rwsr-xr-x}. */
    public static String modeString(FileType type, int mode) {
        char[] text = (type.letter() + RWX).toCharArray();
        for (int i = 0; i < RWX.length(); i++) {
            if ((mode & (0400 >> i)) == 0) {
                text[i + 1] = '-';
            }
        }
        special(text, 3, (mode & SET_UID) != 0, 's');
        special(text, 6, (mode & SET_GID) != 0, 's');
        special(text, 9, (mode & STICKY) != 0, 't');
        return new String(text);
    }

    /** Returns the time in ISO 8601; {@code @SECONDS} for one that no calendar has. */
    public static String mtime(Inode inode) {
        try {
            return Instant.ofEpochSecond(inode.mtime(), inode.mtimeNanos()).toString();
        } catch (DateTimeException | ArithmeticException e) {
            return "@" + inode.mtime();
        }
    }

    /** Returns the number of a device as {@code major:minor}. */
    public static String device(Inode inode) {
        return inode.rdevMajor() + ":" + inode.rdevMinor();
    }

    private static void special(char[] text, int at, boolean set, char letter) {
        if (set) {
            text[at] = text[at] == 'x' ? letter : Character.toUpperCase(letter);
        }
    }
}
