package dev.nydusview.scan.access;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Kind of a file, by the first bytes that were read of it. */
public enum FileKind {
    /** Opened, but its beginning was never asked of the mount: it is empty, or was in the page cache already. */
    UNREAD(""),
    ELF("\u007fELF"),
    SCRIPT("#!"),
    ZIP("PK\u0003\u0004"),
    GZIP("\u001f\u008b"),
    XZ("\u00fd7zXZ\0"),
    ZSTD("(\u00b5/\u00fd"),
    BZIP2("BZh"),
    AR("!<arch>\n"),
    SQLITE("SQLite format 3\0"),
    TEXT(""),
    BINARY("");

    /** Number of bytes that tell text from other data. */
    private static final int HEAD = 512;

    private final String magic;

    FileKind(String magic) {
        this.magic = magic;
    }

    /** The kind of a file that begins with {@code head}. */
    static FileKind of(ByteBuffer head) {
        for (FileKind kind : values()) {
            if (!kind.magic.isEmpty() && startsWith(head, kind.magic)) {
                return kind;
            }
        }
        return isText(head) ? TEXT : BINARY;
    }

    private static boolean startsWith(ByteBuffer head, String magic) {
        if (head.remaining() < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((head.get(head.position() + i) & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(ByteBuffer head) {
        int end = Math.min(head.limit(), head.position() + HEAD);
        for (int i = head.position(); i < end; i++) {
            int b = head.get(i) & 0xff;
            if (b < ' ' && (b < '\b' || b > '\r') && b != 0x1b) {
                return false;
            }
        }
        return true;
    }

    /** Returns the name in lower case, such as {@code elf}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
