package dev.nydusview.jobs.plugin;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.report.ScannedImage;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.plugin.suppress.Suppression;
import dev.nydusview.plugin.suppress.SuppressionFiles;
import dev.nydusview.plugin.suppress.Suppressions;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/** Reviews the findings of a job by the files that the user gave, and tells what is wrong with these. */
final class FindingsReview {
    private final Console console;
    private final Suppressions suppressions;
    private final Set<Suppression> used = new HashSet<>();

    private FindingsReview(Console console, Suppressions suppressions) {
        this.console = console;
        this.suppressions = suppressions;
    }

    /** Reads {@code files}, and tells which of their entries have expired. */
    static FindingsReview begin(Console console, SuppressionFiles files) throws CommandException {
        try {
            Suppressions suppressions = files.read(LocalDate.now(ZoneOffset.UTC));
            suppressions.notices().forEach(console::say);
            return new FindingsReview(console, suppressions);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    ScannedImage reviewed(PluginOutcome outcome) {
        return ScannedImage.of(outcome, suppressions);
    }

    /** Notes which entries have suppressed something in {@code image}. */
    void add(ScannedImage image) {
        image.suppressed().stream().map(ReviewedFinding::suppression).forEach(used::add);
    }

    /** Tells, if the user wants to know more, which entries of ignore files have suppressed nothing. */
    void end() {
        if (console.debug()) {
            suppressions
                    .unused(used)
                    .forEach(entry ->
                            console.say(entry.place() + ": the entry matches no finding: " + entry.justification()));
        }
    }
}
