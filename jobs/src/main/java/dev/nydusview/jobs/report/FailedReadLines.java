package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.scan.access.FailedRead;
import dev.nydusview.scan.receipt.AccessEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Failed reads for people: each cause once, with the number of its files and the first of them. */
final class FailedReadLines {
    private static final int SHOWN_CAUSES = 20;
    private static final int SHOWN_FILES = 3;

    private FailedReadLines() {}

    /**
     * Digests, offsets and numbers of chunks, in which causes of one kind differ: those of the damaged chunks of a blob, for example. A
     * number of three digits may be the status of an answer.
     */
    private static final Pattern PARTICULARS =
            Pattern.compile("\\b(?:[0-9a-f]{32,}|0x[0-9a-f]+|\\d{4,}|(?<=chunk )\\d+)\\b");

    /** Failures of one kind: its causes, and the first failure of each file. */
    private record Kind(Set<String> causes, Map<String, FailedRead> files) {
        Kind() {
            this(new LinkedHashSet<>(), new LinkedHashMap<>());
        }

        void add(FailedRead failure) {
            causes.add(failure.cause());
            files.putIfAbsent(failure.path(), failure);
        }

        List<String> lines() {
            String first = causes.iterator().next();
            String cause = causes.size() == 1 ? first : first + ", and " + (causes.size() - 1) + " like it";
            if (files.size() == 1) {
                return List.of("  " + place(files.values().iterator().next()) + ": " + cause);
            }
            String shown = files.values().stream()
                    .limit(SHOWN_FILES)
                    .map(FailedReadLines::place)
                    .collect(Collectors.joining(", "));
            int left = files.size() - SHOWN_FILES;
            String more = left > 0 ? " and " + left + " more" : "";
            return List.of("  " + cause + ":", "    " + Quantity.of(files.size(), "file") + ": " + shown + more);
        }
    }

    /** Returns the lines, indented as details; the receipt has all reads. */
    static List<String> of(AccessEntry access) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (FailedRead failure : access.failures()) {
            String kind = PARTICULARS.matcher(failure.cause()).replaceAll("*");
            kinds.computeIfAbsent(kind, first -> new Kind()).add(failure);
        }
        List<String> lines = new ArrayList<>();
        kinds.values().stream().limit(SHOWN_CAUSES).forEach(kind -> lines.addAll(kind.lines()));
        if (kinds.size() > SHOWN_CAUSES) {
            lines.add("  and " + Quantity.of(kinds.size() - SHOWN_CAUSES, "cause") + " more");
        }
        return lines;
    }

    private static String place(FailedRead failure) {
        return failure.path() + (failure.offset() == FailedRead.NO_OFFSET ? "" : " at " + failure.offset());
    }
}
