package dev.nydusview.jobs.control;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.fuse.ReadLedger;
import dev.nydusview.image.FetchStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports as text. */
public final class ReportPrinter {
    private static final int SHOWN_FILES = 20;

    private ReportPrinter() {}

    /** Summarises what was served and what it cost, in one line. */
    public static String summary(MountReport report) {
        ReadLedger.Totals served = report.served();
        FetchStats fetched = report.fetched();
        String ahead = report.aheadBytes() == 0
                ? ""
                : ", " + Quantity.bytes(report.aheadBytes()) + " of it ahead ("
                        + Quantity.share(report.aheadUsedBytes(), report.aheadBytes()) + " used)";
        return Quantity.of(served.filesOpened(), "file") + " opened, " + Quantity.bytes(served.bytesRead())
                + " read; " + Quantity.bytes(fetched.blobBytes()) + " of " + Quantity.bytes(fetched.imageBytes())
                + " fetched (" + Quantity.share(fetched.blobBytes(), fetched.imageBytes()) + ") in "
                + Quantity.of(fetched.blobRequests(), "request") + ahead + ", "
                + Quantity.of(fetched.chunksFromCache(), "chunk") + " from the cache";
    }

    /** Lists the files that had failed reads, one a line after a line that counts them; empty if there were none. */
    public static List<String> failures(MountReport report) {
        long count = report.served().failures();
        if (count == 0) {
            return List.of();
        }
        Map<String, Long> readsByFile = new LinkedHashMap<>();
        Map<String, ReadLedger.Failure> firstByFile = new HashMap<>();
        for (ReadLedger.Failure failure : report.failedReads()) {
            readsByFile.merge(failure.path(), 1L, Long::sum);
            firstByFile.putIfAbsent(failure.path(), failure);
        }
        List<String> lines = new ArrayList<>();
        lines.add(Quantity.of(count, "read") + " failed, so results from " + report.mountPoint() + " are incomplete:");
        long listed = 0;
        for (String path : readsByFile.keySet().stream().limit(SHOWN_FILES).toList()) {
            long reads = requireNonNull(readsByFile.get(path));
            lines.add(line(requireNonNull(firstByFile.get(path)), reads));
            listed += reads;
        }
        if (count > listed) {
            lines.add("  and " + (count - listed) + " more");
        }
        return lines;
    }

    /** The first failure of a file; kernels ask twice, ahead of the reader and for it, so most come in pairs. */
    private static String line(ReadLedger.Failure first, long reads) {
        String times = reads == 1 ? "" : " (" + Quantity.of(reads, "read") + ")";
        String place = first.offset() == ReadLedger.NO_OFFSET ? "" : " at " + first.offset();
        return SafeText.controls("  " + first.path() + place + times + ": " + first.cause());
    }
}
