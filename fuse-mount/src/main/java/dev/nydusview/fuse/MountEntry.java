package dev.nydusview.fuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A line of {@code /proc/PID/mountinfo}, proc(5).
 *
 * @param id of the mount in its namespace
 * @param device of the file system, {@code MAJOR:MINOR} in decimal
 * @param mountPoint as the process sees it
 * @param type such as {@code fuse.nydusview}
 * @param source such as {@code nydusview:REF}
 */
record MountEntry(String id, String device, String mountPoint, String type, String source) {
    private static final int DEVICE = 2;
    private static final int MOUNT_POINT = 4;

    /** Parses a line; empty if it is none. */
    static Optional<MountEntry> parse(String line) {
        // ID PARENT MAJOR:MINOR ROOT MOUNT_POINT OPTIONS [TAG...] - TYPE SOURCE SUPER_OPTIONS
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ", -1);
        if (halves.length < 2 || fields.length <= MOUNT_POINT) {
            return Optional.empty();
        }
        String[] kind = halves[1].split(" ", -1);
        return Optional.of(new MountEntry(
                fields[0],
                fields[DEVICE],
                unescape(fields[MOUNT_POINT]),
                kind[0],
                kind.length > 1 ? unescape(kind[1]) : ""));
    }

    boolean isFuse() {
        return type.startsWith("fuse");
    }

    /** Blank, tab, line feed and backslash are written as three octal digits after a backslash. */
    private static String unescape(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(field.charAt(i));
            }
        }
        return bytes.toString(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }
}
