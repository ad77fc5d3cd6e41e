package dev.nydusview.scan.profile;

import dev.nydusview.base.Threads;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Looks for scanners that are started for a new mount. A scanner spends seconds on its own start before it reads the first
 * file; what it is going to read can be fetched meanwhile.
 */
final class StartedScanners {
    /** Time for which is looked: a script starts its scanner right after the mount. */
    private static final Duration LOOKING = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** Processes that are looked at at a time, as a look takes a few microseconds for each. */
    private static final int MAX_PROCESSES = 1024;

    private final Path directory;
    private final IntConsumer found;
    private final Thread thread = Threads.daemon("started-scanners", this::look);

    /**
     * @param directory the mount point, absolute
     * @param found receives the process id of a scanner with {@code directory}, or something in it, among its arguments; again
     *     and again
     */
    StartedScanners(Path directory, IntConsumer found) {
        this.directory = directory;
        this.found = found;
    }

    /** Looks in the background, where there can be a further thread. */
    void start() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // A scanner is known by its first read then.
        }
    }

    /** Stops looking. */
    void stop() {
        thread.interrupt();
    }

    private void look() {
        long start = System.nanoTime();
        int self = (int) ProcessHandle.current().pid();
        try {
            while (System.nanoTime() - start < LOOKING.toNanos()) {
                lookFor(self);
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at processes whose numbers come after {@code self}: an earlier one was not started for a mount of this process. */
    private void lookFor(int self) {
        String[] names = new File("/proc").list((proc, name) -> Character.isDigit(name.charAt(0)));
        if (names != null) {
            Arrays.stream(names)
                    .mapToInt(Integer::parseInt)
                    .filter(process -> process > self)
                    .limit(MAX_PROCESSES)
                    .filter(process -> RunningScanner.isFor(directory, process))
                    .forEach(found);
        }
    }
}
