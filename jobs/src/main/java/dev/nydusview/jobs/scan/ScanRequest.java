package dev.nydusview.jobs.scan;

import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.scanner.Scanner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scan by scanners.
 *
 * @param scanners with further arguments for each
 * @param settings of the scan, except for the host
 * @param pull treatment of images that cannot be read lazily
 * @param receipt where to write what was read; null for nowhere
 * @param learn where to write a profile of what was read; null for nowhere
 * @param images that are scanned at a time
 */
public record ScanRequest(
        Map<Scanner, List<String>> scanners,
        ScanSettings settings,
        PullSettings pull,
        @Nullable Path receipt,
        @Nullable Path learn,
        int images) {}
