package dev.nydusview.fuse;

import dev.nydusview.rafs.model.Inode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Record of the accesses to a mount, and of those that failed. Totals are exact; the lists keep the first entries only,
 * so that a mount which is read for months stays small. Safe for concurrent use.
 */
public final class ReadLedger implements AccessListener {
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

    /** An open: when, by which process, of which path in the image (for people to read). */
    public record Open(Instant time, int pid, String path) {}

    /** A failed request, at an offset of a file or {@link #NO_OFFSET}, with the cause in a sentence. */
    public record Failure(Instant time, int pid, String path, long offset, String cause) {}

    /**
     * Counts since the mount began. Where the kernel opens files by itself, an open is the first read of a file that the
     * kernel had to ask for.
     *
     * @param filesOpened inodes that were opened, or of which the kernel was given bytes, each counted once
     * @param bytesRead bytes that the kernel was given
     */
    public record Totals(long opens, long filesOpened, long reads, long bytesRead, long failures) {}

    @Override
    public FileListener opened(Inode file, Caller caller) {
        enter(file.number(), caller);
        return new OpenEntry(caller);
    }

    @Override
    public void storedAhead(Inode file, int bytes) {
        bytesRead.add(bytes);
        enter(file.number());
    }

    @Override
    public void failed(Caller caller, Throwable cause) {
        enter(caller, NO_OFFSET, cause);
    }

    private final class OpenEntry implements FileListener {
        private final Caller caller;

        OpenEntry(Caller caller) {
            this.caller = caller;
        }

        @Override
        public void read(long offset, ByteBuffer bytes) {
            reads.increment();
            bytesRead.add(bytes.remaining());
        }

        @Override
        public void failed(long offset, long length, Throwable cause) {
            enter(caller, offset, cause);
        }
    }

    private synchronized void enter(long inode) {
        if (inode >= 0 && inode <= Integer.MAX_VALUE) {
            inodesOpened.set((int) inode);
        }
    }

    private synchronized void enter(long inode, Caller caller) {
        openCount++;
        enter(inode);
        if (opens.size() < MAX_OPENS && openChars < MAX_OPENS_CHARS) {
            openChars += caller.path().length();
            opens.add(new Open(clock.instant(), caller.process().id(), caller.path()));
        }
    }

    private synchronized void enter(Caller caller, long offset, Throwable cause) {
        failureCount++;
        if (failures.size() < MAX_FAILURES) {
            failures.add(new Failure(clock.instant(), caller.process().id(), caller.path(), offset, describe(cause)));
        }
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    public synchronized Totals totals() {
        return new Totals(openCount, inodesOpened.cardinality(), reads.sum(), bytesRead.sum(), failureCount);
    }

    /** Returns the first opens, in order. */
    public synchronized List<Open> opens() {
        return List.copyOf(opens);
    }

    /** Returns the first failures, in order. */
    public synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }
}
