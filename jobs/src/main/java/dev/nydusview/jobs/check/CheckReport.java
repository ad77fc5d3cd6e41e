package dev.nydusview.jobs.check;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.ExitCodes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Subject and result of a check.
 *
 * @param image its canonical name
 * @param standsInFor the plain image in whose place it was checked; null if it is the one that was named
 * @param chunks chunks that files use, each counted once
 * @param bytes bytes in those chunks, decompressed
 * @param verified what was fetched and verified; null unless the check was deep
 */
public record CheckReport(
        String image,
        @Nullable ReplacedImage standsInFor,
        Coverage coverage,
        long chunks,
        long bytes,
        @Nullable Verified verified,
        Findings findings) {

    /** Number and bytes of chunks that match the image's digests. */
    public record Verified(long chunks, long bytes) {}

    /** The worst that was found, in one word. */
    public String verdict() {
        if (findings.count(Severity.CORRUPT) > 0) {
            return "corrupt";
        }
        if (findings.count(Severity.UNREADABLE) > 0) {
            return "unreadable";
        }
        return findings.count(Severity.UNSUPPORTED) > 0 ? "unsupported" : "clean";
    }

    /** Returns the exit code: that of damage first, then that of the first failure to read. */
    public ExitCode exitCode() {
        if (findings.count(Severity.CORRUPT) > 0) {
            return ExitCode.INTEGRITY;
        }
        IOException unreadable = findings.firstUnreadable();
        if (unreadable != null) {
            return ExitCodes.of(unreadable);
        }
        return findings.count(Severity.UNSUPPORTED) > 0 ? ExitCode.UNSUPPORTED : ExitCode.OK;
    }
}
