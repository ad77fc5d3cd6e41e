package dev.nydusview.cli.control;

import dev.nydusview.cli.output.Quantity;
import dev.nydusview.cli.path.Escapes;
import dev.nydusview.fuse.ReadLedger;
import dev.nydusview.registry.FetchStats;
import java.util.ArrayList;
import java.util.List;

/** Reports as text. */
public final class ReportPrinter {
    private static final int SHOWN_FAILURES = 20;

    private ReportPrinter() {}

    /** What was served and what it cost, in one line. */
    public static String summary(MountReport report) {
        ReadLedger.Totals served = report.served();
        FetchStats fetched = report.fetched();
        return Quantity.of(served.filesOpened(), "file") + " opened, " + Quantity.bytes(served.bytesRead())
                + " read; " + Quantity.bytes(fetched.blobBytes()) + " of " + Quantity.bytes(fetched.imageBytes())
                + " fetched (" + Quantity.share(fetched.blobBytes(), fetched.imageBytes()) + ") in "
                + Quantity.of(fetched.blobRequests(), "request") + ", "
                + Quantity.of(fetched.chunksFromCache(), "chunk") + " from the cache";
    }

    /** Which reads failed, a line each after one that counts them; nothing if none did. */
    public static List<String> failures(MountReport report) {
        long count = report.served().failures();
        if (count == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(Quantity.of(count, "read") + " failed, so what used " + report.mountPoint() + " is incomplete:");
        report.failedReads().stream().limit(SHOWN_FAILURES).forEach(failure -> lines.add(line(failure)));
        if (count > lines.size() - 1) {
            lines.add("  and " + (count - lines.size() + 1) + " more");
        }
        return lines;
    }

    private static String line(ReadLedger.Failure failure) {
        return Escapes.controls("  " + failure.path() + " at " + failure.offset() + ": " + failure.cause());
    }
}
