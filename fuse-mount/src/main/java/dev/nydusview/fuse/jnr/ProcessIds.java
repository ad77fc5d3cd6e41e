package dev.nydusview.fuse.jnr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the process of a thread: the kernel names the thread that asks. Answers are kept for a second, as thread
 * numbers come round again, but never that soon.
 */
final class ProcessIds {
    private static final long KEEP_NANOS = 1_000_000_000L;
    private static final int MAX_KNOWN = 1024;
    private static final String TGID = "Tgid:";

    private record Known(int process, long since) {}

    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    /** The id of the process that {@code thread} belongs to; {@code thread} itself if it is gone already. */
    int ofThread(int thread) {
        long now = System.nanoTime();
        Known kept = known.get(thread);
        if (kept != null && now - kept.since < KEEP_NANOS) {
            return kept.process;
        }
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        int process = read(thread);
        known.put(thread, new Known(process, now));
        return process;
    }

    private static int read(int thread) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Integer.toString(thread), "status"))) {
                if (line.startsWith(TGID)) {
                    return Integer.parseInt(line.substring(TGID.length()).strip());
                }
            }
        } catch (IOException | RuntimeException e) {
            // Gone, or another user's: its own number is what is left.
        }
        return thread;
    }
}
