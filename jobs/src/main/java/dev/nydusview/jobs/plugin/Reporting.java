package dev.nydusview.jobs.plugin;

import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.plugin.suppress.SuppressionFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Output of scans by plugins.
 *
 * @param format of the findings
 * @param failOn findings of this level or above make the exit code {@link ExitCode#FINDINGS}; null for none
 * @param receipt where to write what was read; null for nowhere
 * @param images that are scanned at a time
 * @param suppressing files that say which findings do not count
 */
public record Reporting(
        FindingsFormat format,
        @Nullable Level failOn,
        @Nullable Path receipt,
        int images,
        SuppressionFiles suppressing) {}
