package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.scan.access.FailedRead;
import dev.nydusview.scan.receipt.AccessEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Failed reads for people: each cause once, with the number of its files and the first of them. */
final class FailedReadLines {
    private static final int SHOWN_CAUSES = 20;
    private static final int SHOWN_FILES = 3;

    private FailedReadLines() {}

    /** Returns the lines, indented as details; the receipt has all reads. */
    static List<String> of(AccessEntry access) {
        Map<String, Map<String, FailedRead>> byCause = new LinkedHashMap<>();
        for (FailedRead failure : access.failures()) {
            byCause.computeIfAbsent(failure.cause(), cause -> new LinkedHashMap<>())
                    .putIfAbsent(failure.path(), failure);
        }
        List<String> lines = new ArrayList<>();
        byCause.entrySet().stream()
                .limit(SHOWN_CAUSES)
                .forEach(cause -> add(lines, cause.getKey(), cause.getValue().values()));
        if (byCause.size() > SHOWN_CAUSES) {
            lines.add("  and " + Quantity.of(byCause.size() - SHOWN_CAUSES, "cause") + " more");
        }
        return lines;
    }

    private static void add(List<String> lines, String cause, Collection<FailedRead> files) {
        if (files.size() == 1) {
            lines.add("  " + place(files.iterator().next()) + ": " + cause);
            return;
        }
        String first =
                files.stream().limit(SHOWN_FILES).map(FailedReadLines::place).collect(Collectors.joining(", "));
        int left = files.size() - SHOWN_FILES;
        lines.add("  " + cause + ":");
        lines.add(
                "    " + Quantity.of(files.size(), "file") + ": " + first + (left > 0 ? " and " + left + " more" : ""));
    }

    private static String place(FailedRead failure) {
        return failure.path() + (failure.offset() == FailedRead.NO_OFFSET ? "" : " at " + failure.offset());
    }
}
