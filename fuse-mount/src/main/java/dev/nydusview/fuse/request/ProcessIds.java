package dev.nydusview.fuse.request;

import dev.nydusview.fuse.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the process of a thread: the kernel reports the thread of a request. Answers are kept for a second, as thread
 * numbers are used again, but never that soon.
 */
public final class ProcessIds {
    private static final long KEEP_NANOS = 1_000_000_000L;
    private static final int MAX_KNOWN = 1024;
    private static final String TGID = "Tgid:";
    /**
     * Place among the fields after the name of the program in {@code /proc/PID/stat}: state, parent, group, session.
     */
    private static final int GROUP = 2;

    private static final int SESSION = GROUP + 1;

    private record Known(ProcessIdentity process, long since) {}

    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    /** Returns the process of {@code thread}; {@code thread} itself, of no group, if it is gone already. */
    public ProcessIdentity ofThread(int thread) {
        long now = System.nanoTime();
        Known kept = known.get(thread);
        if (kept != null && now - kept.since < KEEP_NANOS) {
            return kept.process;
        }
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        ProcessIdentity process = read(thread);
        known.put(thread, new Known(process, now));
        return process;
    }

    private static ProcessIdentity read(int thread) {
        Path process = Path.of("/proc", Integer.toString(thread));
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            return new ProcessIdentity(
                    threadGroup(process), Integer.parseInt(fields[GROUP]), Integer.parseInt(fields[SESSION]));
        } catch (IOException | RuntimeException e) {
            return new ProcessIdentity(thread, 0, 0); // gone, or another user's
        }
    }

    private static int threadGroup(Path process) throws IOException {
        for (String line : Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(TGID)) {
                return Integer.parseInt(line.substring(TGID.length()).strip());
            }
        }
        throw new IOException("no thread group");
    }
}
