package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.jobs.Console;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.scan.Verdict;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the images of a run by outcome, for one line at the end. */
public final class RunSummary {
    private static final Comparator<Level> GRAVEST_FIRST = Comparator.reverseOrder();

    private final int images;
    private final Map<Level, Integer> byLevel = new TreeMap<>(GRAVEST_FIRST);
    private int found;
    private int failed;
    private int incomplete;
    private int scanned;

    /** @param images that the run is over; those that are not added count as not scanned */
    public RunSummary(int images) {
        this.images = images;
    }

    /** Counts an image that scanners have scanned; an exit code for findings tells of them. */
    public void add(Receipt receipt) {
        List<ScannerEntry> scanners = receipt.scanners();
        if (count(receipt)) {
            failed += has(scanners, Verdict.FAILED) ? 1 : 0;
            found += scanners.stream().anyMatch(RunSummary::hasFound) ? 1 : 0;
        }
    }

    private static boolean hasFound(ScannerEntry scanner) {
        return scanner.verdict().equals(Verdict.COMPLETE.label()) && scanner.exitCode() != 0;
    }

    /** Counts an image that plugins have scanned, by its gravest finding. */
    public void add(ScannedImage image) {
        if (count(image.receipt())) {
            image.findings().stream()
                    .map(Finding::level)
                    .filter(level -> level != Level.NONE)
                    .max(Comparator.naturalOrder())
                    .ifPresent(level -> byLevel.merge(level, 1, Integer::sum));
        }
    }

    /** Counts an image if it was scanned, and returns whether it was. */
    private boolean count(Receipt receipt) {
        boolean any = !receipt.scanners().isEmpty();
        scanned += any ? 1 : 0;
        incomplete += has(receipt.scanners(), Verdict.UNREAD) ? 1 : 0;
        return any;
    }

    private static boolean has(List<ScannerEntry> scanners, Verdict verdict) {
        return scanners.stream().anyMatch(scanner -> scanner.verdict().equals(verdict.label()));
    }

    /** Prints the line if there are several images, and the console is not quiet. */
    public void say(Console console) {
        if (images > 1 && !console.quiet()) {
            console.say(line());
        }
    }

    private String line() {
        List<String> parts = new ArrayList<>();
        byLevel.forEach((level, count) -> parts.add(count + " with "
                + (level == Level.UNKNOWN ? "findings of an unknown level" : label(level) + " findings")));
        add(parts, found, "with findings");
        add(parts, failed, "failed");
        add(parts, incomplete, "incomplete");
        add(parts, images - scanned, "not scanned");
        return Quantity.of(images, "image") + ", " + (parts.isEmpty() ? "all complete" : String.join(", ", parts));
    }

    private static String label(Level level) {
        return level.label().toLowerCase(Locale.ROOT);
    }

    private static void add(List<String> parts, int count, String outcome) {
        if (count > 0) {
            parts.add(count + " " + outcome);
        }
    }
}
