package dev.nydusview.plugin.suppress;

import dev.nydusview.plugin.report.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A finding, and whether it counts.
 *
 * @param finding with one detail at most
 * @param fingerprint 32 hexadecimal digits, a colon and a number; stays when the image is built, tagged or scanned again
 * @param suppression why it does not count; null if it counts
 */
public record ReviewedFinding(Finding finding, String fingerprint, @Nullable Suppression suppression) {
    /** Name of fingerprints in SARIF, with the version of how they are made. */
    public static final String FINGERPRINT = "nydusviewFinding/v1";

    public boolean counts() {
        return suppression == null;
    }
}
