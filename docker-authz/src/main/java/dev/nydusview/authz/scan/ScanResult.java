package dev.nydusview.authz.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge of an image after a scan.
 *
 * @param digest of the manifest that was read
 * @param complete whether every plugin got all that it asked for and ended well
 * @param problem the reason in a line if it is not complete; null if it is
 * @param findings in the order in which they were made
 * @param relation of that manifest to the digest that was requested
 */
public record ScanResult(
        String digest, boolean complete, @Nullable String problem, List<Finding> findings, Relation relation) {
    public ScanResult {
        findings = List.copyOf(findings);
    }

    /** A result of the very digest that was requested. */
    public ScanResult(String digest, boolean complete, @Nullable String problem, List<Finding> findings) {
        this(digest, complete, problem, findings, Relation.ITSELF);
    }
}
