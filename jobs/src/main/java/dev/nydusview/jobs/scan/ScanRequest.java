package dev.nydusview.jobs.scan;

import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.OutputPattern;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.scanner.Scanner;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scan by scanners.
 *
 * @param scanners with further arguments for each
 * @param settings of the scan, except for the host
 * @param pull treatment of images that cannot be read lazily
 * @param output places of the reports
 * @param receipt place of what was read; null for nowhere
 * @param learn place of a profile of what was read; null for nowhere
 * @param images that are scanned at a time
 */
public record ScanRequest(
        Map<Scanner, List<String>> scanners,
        ScanSettings settings,
        PullSettings pull,
        OutputPattern output,
        @Nullable Destination receipt,
        @Nullable Destination learn,
        int images) {}
