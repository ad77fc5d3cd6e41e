package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A request to a scanner.
 *
 * @param root the directory to be scanned
 * @param image the image's name with its digest, for reports
 * @param finds kinds of findings; empty for the scanner's own choice
 * @param format of the report
 * @param extra further arguments, from the user
 * @param timeout time after which the scan is given up
 */
public record ScanRequest(
        Path root, String image, Set<Find> finds, ReportFormat format, List<String> extra, Duration timeout) {
    public ScanRequest {
        finds = Set.copyOf(finds);
        extra = List.copyOf(extra);
    }

    /** The same for another directory. */
    public ScanRequest at(Path directory) {
        return new ScanRequest(directory, image, finds, format, extra, timeout);
    }
}
