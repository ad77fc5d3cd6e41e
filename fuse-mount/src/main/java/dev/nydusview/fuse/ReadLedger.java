package dev.nydusview.fuse;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was asked of a mount, and what failed. Totals are exact; the lists keep the first entries only, so that a
 * mount which is read for months stays small. Safe for concurrent use.
 */
public final class ReadLedger {
    /** The offset of a failure that is not one of data: of an open, of attributes, of a listing. */
    public static final long NO_OFFSET = -1;

    private static final int MAX_OPENS = 1 << 16;
    private static final int MAX_OPENS_CHARS = 1 << 23;
    private static final int MAX_FAILURES = 1 << 12;

    private final Clock clock;
    private final LongAdder reads = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();

    // Guarded by this.
    private final List<Open> opens = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final BitSet inodesOpened = new BitSet();
    private int openChars;
    private long openCount;
    private long failureCount;

    public ReadLedger() {
        this(Clock.systemUTC());
    }

    ReadLedger(Clock clock) {
        this.clock = clock;
    }

    /** An open: who (process id), which file (path in the image, for people) and when. */
    public record Open(Instant time, int pid, String path) {}

    /** A failed request, at an offset of a file or {@link #NO_OFFSET}, with the cause in a sentence. */
    public record Failure(Instant time, int pid, String path, long offset, String cause) {}

    /** Counts since the mount began; {@code filesOpened} counts inodes, however often each was opened. */
    public record Totals(long opens, long filesOpened, long reads, long bytesRead, long failures) {}

    synchronized void opened(long inode, Caller caller) {
        openCount++;
        if (inode >= 0 && inode <= Integer.MAX_VALUE) {
            inodesOpened.set((int) inode);
        }
        if (opens.size() < MAX_OPENS && openChars < MAX_OPENS_CHARS) {
            openChars += caller.path().length();
            opens.add(new Open(clock.instant(), caller.pid(), caller.path()));
        }
    }

    void read(int bytes) {
        reads.increment();
        bytesRead.add(bytes);
    }

    synchronized void failed(Caller caller, long offset, Throwable cause) {
        failureCount++;
        if (failures.size() < MAX_FAILURES) {
            failures.add(new Failure(clock.instant(), caller.pid(), caller.path(), offset, describe(cause)));
        }
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    public synchronized Totals totals() {
        return new Totals(openCount, inodesOpened.cardinality(), reads.sum(), bytesRead.sum(), failureCount);
    }

    /** The first opens, in order. */
    public synchronized List<Open> opens() {
        return List.copyOf(opens);
    }

    /** The first failures, in order. */
    public synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }
}
