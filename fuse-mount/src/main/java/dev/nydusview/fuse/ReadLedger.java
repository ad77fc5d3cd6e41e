package dev.nydusview.fuse;

import java.time.Instant;
import java.util.List;

/** What was asked of a mount, and what failed. Bounded in memory; safe for concurrent use. */
public final class ReadLedger {
    /** An open: who (process id), which file (path in the image, for people) and when. */
    public record Open(Instant time, int pid, String path) {}

    /** A failed open or read, with the cause in a sentence. */
    public record Failure(Instant time, int pid, String path, long offset, String cause) {}

    /** Totals: {@code failures} is exact even when the list of failures had to be cut. */
    public record Totals(long opens, long filesOpened, long reads, long bytesRead, long failures) {}

    public Totals totals() {
        throw new UnsupportedOperationException();
    }

    public List<Open> opens() {
        throw new UnsupportedOperationException();
    }

    public List<Failure> failures() {
        throw new UnsupportedOperationException();
    }
}
