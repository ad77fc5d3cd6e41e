package dev.nydusview.rootfs.record;

import dev.nydusview.linux.Status;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.unpack.FileMetadata;
import dev.nydusview.rootfs.unpack.FileMetadata.Xattrs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a record: words with blanks between them. A directory has two: one at its beginning, with its name, one at
 * its end, with the rest.
 *
 * @param name bytes that are not printable ASCII as {@code %HH}
 * @param attributes mode, owner, group, size and time on the disk
 * @param identity inode number and time of the last change, which nobody can set
 * @param content SHA-256 of a file; target of a link; numbers of a device
 * @param image mode, owner and group in the image
 * @param xattrs NONE, or whether those of the image are KEPT or LOST
 */
record RecordLine(
        char type, String name, String attributes, String identity, String content, String image, String xattrs) {
    static final char BEGIN = '>';
    static final char DIRECTORY = 'd';
    static final char FILE = 'f';
    static final char SYMLINK = 'l';

    private static final int WORDS = 7;
    private static final String NONE = "-";
    private static final Pattern OWNED = Pattern.compile("([0-7]{1,4}):([0-9]{1,10}):([0-9]{1,10})(?::.*)?");
    private static final int SET_ID = 06000;

    static RecordLine begin(RawName name) {
        return new RecordLine(BEGIN, escaped(name), NONE, NONE, NONE, NONE, NONE);
    }

    static RecordLine end(Status status, FileMetadata metadata) {
        // A union file system may give directories new numbers.
        String identity = "0:" + time(status.ctime(), status.ctimeNanos());
        // The size of a directory does not depend on its contents alone.
        String attributes = attributes(status, 0);
        return new RecordLine(
                DIRECTORY,
                NONE,
                attributes,
                identity,
                NONE,
                image(metadata),
                metadata.xattrs().name());
    }

    static RecordLine file(RawName name, Status status, FileMetadata metadata) {
        String content = HexFormat.of().formatHex(metadata.sha256());
        return new RecordLine(
                FILE,
                escaped(name),
                attributes(status, status.size()),
                identity(status),
                content,
                image(metadata),
                metadata.xattrs().name());
    }

    static RecordLine symlink(RawName name, Status status, RawName target, FileMetadata metadata) {
        return new RecordLine(
                SYMLINK,
                escaped(name),
                attributes(status, status.size()),
                identity(status),
                escaped(target),
                image(metadata),
                metadata.xattrs().name());
    }

    static RecordLine special(RawName name, FileMetadata metadata) {
        char type =
                switch (metadata.type()) {
                    case CHARACTER_DEVICE -> 'c';
                    case BLOCK_DEVICE -> 'b';
                    default -> 'p';
                };
        String numbers = metadata.major() + ":" + metadata.minor();
        return new RecordLine(type, escaped(name), NONE, NONE, numbers, image(metadata), NONE);
    }

    boolean isSpecial() {
        return type == 'c' || type == 'b' || type == 'p';
    }

    private static String attributes(Status status, long size) {
        return owned(status.permissions(), status.uid(), status.gid()) + ":" + size + ":"
                + time(status.mtime(), status.mtimeNanos());
    }

    private static String owned(int mode, long uid, long gid) {
        return Integer.toOctalString(mode) + ":" + uid + ":" + gid;
    }

    private static String time(long seconds, int nanos) {
        return seconds + "." + nanos;
    }

    private static String identity(Status status) {
        return status.inode() + ":" + time(status.ctime(), status.ctimeNanos());
    }

    private static String image(FileMetadata metadata) {
        return owned(metadata.mode(), metadata.uid(), metadata.gid());
    }

    /** Tests whether the file has extended attributes, or should have. */
    boolean hasXattrs() {
        return !xattrs.equals(Xattrs.NONE.name());
    }

    /** Returns the differences between the file on the disk and the one in the image. */
    Set<Omission> omissions() {
        if (isSpecial()) {
            return EnumSet.of(Omission.SPECIAL);
        }
        Set<Omission> omissions = EnumSet.noneOf(Omission.class);
        if (xattrs.equals(Xattrs.LOST.name())) {
            omissions.add(Omission.XATTR);
        }
        Matcher disk = OWNED.matcher(attributes);
        Matcher wanted = OWNED.matcher(image);
        if (!disk.matches() || !wanted.matches()) {
            return omissions;
        }
        if (!disk.group(2).equals(wanted.group(2)) || !disk.group(3).equals(wanted.group(3))) {
            omissions.add(Omission.OWNER);
        }
        int mode = Integer.parseInt(disk.group(1), 8);
        int wantedMode = Integer.parseInt(wanted.group(1), 8);
        if (type != SYMLINK && (mode & SET_ID) != (wantedMode & SET_ID)) {
            omissions.add(Omission.SET_ID);
        }
        if (type != SYMLINK && (mode & ~SET_ID) != (wantedMode & ~SET_ID)) {
            omissions.add(Omission.MODE);
        }
        return omissions;
    }

    String text() {
        return String.join(" ", String.valueOf(type), name, attributes, identity, content, image, xattrs);
    }

    /** Returns the path of the file, if it is in {@code directory}. */
    byte[] path(byte[] directory) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(directory);
        if (directory.length == 0 || directory[directory.length - 1] != '/') {
            path.write('/');
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%' && i + 2 < name.length()) {
                path.write(Integer.parseInt(name, i + 1, i + 3, 16));
                i += 2;
            } else {
                path.write(name.charAt(i));
            }
        }
        return path.toByteArray();
    }

    /** Parses a line; null if {@code text} is not one. */
    static @Nullable RecordLine parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != WORDS || words[0].length() != 1) {
            return null;
        }
        return new RecordLine(words[0].charAt(0), words[1], words[2], words[3], words[4], words[5], words[6]);
    }

    private static String escaped(RawName name) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(name.length());
        for (byte b : name.bytes()) {
            if (b > ' ' && b < 0x7f && b != '%') {
                text.write(b);
            } else {
                text.writeBytes(String.format("%%%02x", b & 0xff).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return text.toString(StandardCharsets.US_ASCII);
    }
}
