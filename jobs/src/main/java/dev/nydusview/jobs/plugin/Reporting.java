package dev.nydusview.jobs.plugin;

import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Claims;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.OutputPattern;
import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.plugin.suppress.SuppressionFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Output of scans by plugins.
 *
 * @param format of the findings
 * @param failOn findings of this level or above make the exit code {@link ExitCode#FINDINGS}; null for none
 * @param output places of the findings
 * @param receipt place of what was read; null for nowhere
 * @param images that are scanned at a time
 * @param suppressing files that say which findings do not count
 */
public record Reporting(
        FindingsFormat format,
        @Nullable Level failOn,
        OutputPattern output,
        @Nullable Destination receipt,
        int images,
        SuppressionFiles suppressing) {
    /** Name that stands for the plugins in names of files. */
    private static final String PLUGINS = "plugins";

    /** Finds the place of the findings of each image, and makes room there. */
    List<Destination> prepare(List<String> references) throws IOException {
        List<Destination> places = new ArrayList<>();
        Claims claims = new Claims();
        for (String reference : references) {
            Destination place = output.place(PLUGINS, reference, format.extension());
            if (places.isEmpty() || !place.equals(places.get(places.size() - 1))) {
                claims.document(place, "the findings of " + reference);
            }
            places.add(place);
        }
        if (receipt != null) {
            claims.document(receipt, "the receipt");
        }
        claims.clear();
        return places;
    }
}
