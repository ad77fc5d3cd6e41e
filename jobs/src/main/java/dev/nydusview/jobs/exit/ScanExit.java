package dev.nydusview.jobs.exit;

import dev.nydusview.scan.ScannerResult;
import dev.nydusview.scan.Verdict;
import java.util.List;

/**
 * The exit code of several scans: a failed read counts most, then an image, a mount, a scanner that could not do its
 * work, and last the highest exit code of scanners.
 */
public final class ScanExit {
    private static final List<Integer> WORST_FIRST = List.of(
            ExitCode.RUN_INCOMPLETE.code(),
            ExitCode.RUN_IMAGE.code(),
            ExitCode.RUN_MOUNT.code(),
            ExitCode.RUN_PROGRAM.code());

    private int code;

    /** Adds the result of one scanner. */
    public synchronized void add(ScannerResult result) {
        Verdict verdict = result.verdict();
        if (verdict == Verdict.UNREAD) {
            add(ExitCode.RUN_INCOMPLETE.code());
        } else if (verdict == Verdict.BROKEN) {
            add(ExitCode.RUN_PROGRAM.code());
        } else {
            add(result.entry().exitCode());
        }
    }

    /** Counts in an exit code. */
    public synchronized void add(int other) {
        int mine = rank(code);
        int others = rank(other);
        if (others < mine || (others == mine && other > code)) {
            code = other;
        }
    }

    private static int rank(int code) {
        int rank = WORST_FIRST.indexOf(code);
        return rank < 0 ? WORST_FIRST.size() : rank;
    }

    public synchronized int code() {
        return code;
    }
}
