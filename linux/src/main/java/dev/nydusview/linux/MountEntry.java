package dev.nydusview.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code /proc/PID/mountinfo}, proc(5).
 *
 * @param id number of the mount in its namespace
 * @param parent on which it is mounted
 * @param device number of the file system, {@code MAJOR:MINOR} in decimal
 * @param point path at which the process sees it
 * @param type name of the file system, such as {@code ext4} or {@code fuse.nydusview}
 * @param source such as {@code nydusview:REF}
 * @param options flags of the mount, such as {@code ro} or {@code nosuid}
 */
public record MountEntry(
        int id, int parent, String device, Path point, String type, String source, List<String> options) {
    private static final int PARENT = 1;
    private static final int DEVICE = 2;
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    public MountEntry {
        options = List.copyOf(options);
    }

    /** Parses a line; empty for anything else. */
    static Optional<MountEntry> parse(String line) {
        // ID PARENT MAJOR:MINOR ROOT MOUNT_POINT OPTIONS [TAG...] - TYPE SOURCE SUPER_OPTIONS
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ", -1);
        if (halves.length < 2 || fields.length <= OPTIONS) {
            return Optional.empty();
        }
        String[] kind = halves[1].split(" ", -1);
        return Optional.of(new MountEntry(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[PARENT]),
                fields[DEVICE],
                Path.of(unescape(fields[MOUNT_POINT])),
                kind[0],
                kind.length > 1 ? unescape(kind[1]) : "",
                List.of(fields[OPTIONS].split(",", -1))));
    }

    /** Tests whether a process serves the mount. */
    public boolean isFuse() {
        return type.equals("fuse") || type.equals("fuseblk") || type.startsWith("fuse.");
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
