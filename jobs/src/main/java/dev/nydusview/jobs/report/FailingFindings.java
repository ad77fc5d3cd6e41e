package dev.nydusview.jobs.report;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings by which {@code --fail-on} makes a scan fail. */
public final class FailingFindings {
    private static final int SHOWN = 20;

    private final Level least;
    private final String image;
    private final List<Finding> findings;

    /** @param all findings of {@code image} */
    public FailingFindings(Level least, String image, List<Finding> all) {
        this.least = least;
        this.image = image;
        this.findings = all.stream().filter(this::isReached).toList();
    }

    /** Tests whether {@code finding} is of the level or above; one of an unknown level is. */
    private boolean isReached(Finding finding) {
        return finding.level().compareTo(least) >= 0;
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** A heading, and a line for each of the first, safe to be shown. */
    public List<String> lines() {
        List<String> details = new ArrayList<>();
        for (Finding finding : findings) {
            for (String text : FindingText.lines(finding)) {
                details.add("  " + finding.level() + " " + finding.run().plugin() + ": " + text);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("--fail-on " + least.name().toLowerCase(Locale.ROOT) + ": " + Quantity.of(findings.size(), "finding")
                + " in " + image + ":");
        details.stream().limit(SHOWN).forEach(lines::add);
        if (details.size() > SHOWN) {
            lines.add("  and " + (details.size() - SHOWN) + " more");
        }
        return lines.stream().map(SafeText::controls).toList();
    }
}
