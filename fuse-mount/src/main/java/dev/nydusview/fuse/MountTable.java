package dev.nydusview.fuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel's list of mounts, as {@code /proc/self/mountinfo} has it. */
public final class MountTable {
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");

    /** Of the calling thread, which may be in a namespace of its own. */
    private static final Path MOUNT_INFO_OF_THREAD = Path.of("/proc/thread-self/mountinfo");

    private static final int PARENT = 1;
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    private final Path mountInfo;

    public MountTable() {
        this(MOUNT_INFO);
    }

    MountTable(Path mountInfo) {
        this.mountInfo = mountInfo;
    }

    /** That of the mount namespace in which the calling thread is. */
    public static MountTable ofThread() {
        return new MountTable(MOUNT_INFO_OF_THREAD);
    }

    /**
     * A mount.
     *
     * @param id tells it from others
     * @param parent on which it is mounted
     * @param type of the file system, such as {@code ext4} or {@code fuse.nydusview}
     * @param options of the mount, such as {@code ro} or {@code nosuid}
     */
    public record Entry(int id, int parent, Path point, String type, List<String> options) {
        public Entry {
            options = List.copyOf(options);
        }

        public boolean isFuse() {
            return type.equals("fuse") || type.equals("fuseblk") || type.startsWith("fuse.");
        }
    }

    /** All mounts, as the kernel lists them: what lies on another comes after it. */
    public List<Entry> all() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (String line : Files.readAllLines(mountInfo, StandardCharsets.ISO_8859_1)) {
            String[] halves = line.split(" - ", 2);
            String[] fields = halves[0].split(" ", -1);
            if (halves.length == 2 && fields.length > OPTIONS) {
                all.add(new Entry(
                        Integer.parseInt(fields[0]),
                        Integer.parseInt(fields[PARENT]),
                        Path.of(unescape(fields[MOUNT_POINT])),
                        halves[1].split(" ", 2)[0],
                        List.of(fields[OPTIONS].split(",", -1))));
            }
        }
        return all;
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
