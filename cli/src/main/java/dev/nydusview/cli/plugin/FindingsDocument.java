package dev.nydusview.cli.plugin;

import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What plugins have found in images.
 *
 * @param schemaVersion of this document
 */
record FindingsDocument(int schemaVersion, List<ImageFindings> images) {
    static final int SCHEMA_VERSION = 1;

    /**
     * One image.
     *
     * @param complete whether every plugin has done its work, and every byte that it asked for was delivered and verified
     */
    record ImageFindings(String image, boolean complete, List<PluginEntry> plugins, List<Finding> findings) {}

    /** One command of a plugin. */
    record PluginEntry(String name, @Nullable String version, String verdict, List<String> problems, double seconds) {}

    static FindingsDocument of(List<PluginOutcome> outcomes) {
        return new FindingsDocument(
                SCHEMA_VERSION, outcomes.stream().map(FindingsDocument::image).toList());
    }

    private static ImageFindings image(PluginOutcome outcome) {
        return new ImageFindings(
                outcome.receipt().image().name(),
                outcome.receipt().complete(),
                outcome.results().stream().map(FindingsDocument::plugin).toList(),
                outcome.results().stream()
                        .flatMap(result -> result.findings().stream())
                        .toList());
    }

    private static PluginEntry plugin(PluginResult result) {
        ScannerEntry entry = result.scanner().entry();
        return new PluginEntry(entry.name(), entry.version(), entry.verdict(), entry.problems(), entry.seconds());
    }
}
