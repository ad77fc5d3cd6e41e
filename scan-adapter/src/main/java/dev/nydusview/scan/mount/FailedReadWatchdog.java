package dev.nydusview.scan.mount;

import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.run.Program;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends programs some time after a wanted read has failed: their reports cannot be relied upon then, and an unreachable
 * registry would keep them waiting for each file. Until then they show what else cannot be read.
 */
public final class FailedReadWatchdog implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "failed-read-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private FailedReadWatchdog() {}

    /**
     * Watches the reads of {@code programs} until closed.
     *
     * @param record null of an image that is not read lazily
     */
    public static FailedReadWatchdog watch(@Nullable AccessRecord record, List<Program> programs) {
        FailedReadWatchdog watchdog = new FailedReadWatchdog();
        if (record != null) {
            var unused = watchdog.watch.scheduleWithFixedDelay(() -> look(record, programs), 1, 1, TimeUnit.SECONDS);
        }
        return watchdog;
    }

    private static void look(AccessRecord record, List<Program> programs) {
        if (record.failedFor().compareTo(GRACE) > 0) {
            programs.forEach(Program::close);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
