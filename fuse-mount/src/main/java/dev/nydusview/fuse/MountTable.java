package dev.nydusview.fuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's list of mounts, as {@code /proc/self/mountinfo} has it. */
public final class MountTable {
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private final Path mountInfo;

    public MountTable() {
        this(MOUNT_INFO);
    }

    MountTable(Path mountInfo) {
        this.mountInfo = mountInfo;
    }

    /** The source, such as {@code nydusview:REF}, of the topmost FUSE mount at {@code mountPoint}. */
    public Optional<String> fuseSource(Path mountPoint) throws IOException {
        Optional<String> source = Optional.empty();
        for (String line : Files.readAllLines(mountInfo, StandardCharsets.ISO_8859_1)) {
            // ID PARENT MAJOR:MINOR ROOT MOUNT_POINT OPTIONS [TAG...] - TYPE SOURCE SUPER_OPTIONS
            String[] halves = line.split(" - ", 2);
            String[] fields = halves[0].split(" ", -1);
            if (halves.length < 2
                    || fields.length <= MOUNT_POINT
                    || !unescape(fields[MOUNT_POINT]).equals(mountPoint.toString())) {
                continue;
            }
            String[] kind = halves[1].split(" ", -1);
            source = kind[0].startsWith("fuse") && kind.length > 1 ? Optional.of(unescape(kind[1])) : Optional.empty();
        }
        return source;
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
