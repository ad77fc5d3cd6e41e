package dev.nydusview.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user whose rights this process has when it opens files. */
public final class CurrentUser {
    static final int ROOT = 0;

    /** Number that stands for all users whom a user namespace does not have, user_namespaces(7). */
    static final int OVERFLOW = 65534;

    // These never change, but may have to be asked for again if /proc is not there yet.
    private static int id = -1;
    private static int group = -1;

    private CurrentUser() {}

    /** The effective user id. */
    public static synchronized int id() throws IOException {
        if (id < 0) {
            id = effective("Uid:");
        }
        return id;
    }

    /** The effective group id. */
    public static synchronized int group() throws IOException {
        if (group < 0) {
            group = effective("Gid:");
        }
        return group;
    }

    private static int effective(String field) throws IOException {
        // The owner of /proc/self is root if the process may not be traced, proc(5).
        for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(field)) {
                return Integer.parseUnsignedInt(line.split("\\s+", -1)[2]);
            }
        }
        throw new IOException("/proc/self/status does not name the user of this process");
    }

    /** Tests whether the user {@link #OVERFLOW} is a real one in this user namespace. */
    static boolean namespaceHasOverflow() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/uid_map"), StandardCharsets.ISO_8859_1)) {
            String[] range = line.strip().split("\\s+", -1);
            long first = Long.parseLong(range[0]);
            if (range.length == 3 && first <= OVERFLOW && OVERFLOW < first + Long.parseLong(range[2])) {
                return true;
            }
        }
        return false;
    }
}
