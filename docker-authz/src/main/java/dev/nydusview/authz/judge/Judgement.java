package dev.nydusview.authz.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an image after a scan.
 *
 * @param digest that the scan resolved the image to
 * @param complete whether every plugin got all that it asked for and ended well
 * @param problem why it is not complete, in a line; null if it is
 * @param findings in the order in which they were made
 */
public record Judgement(String digest, boolean complete, @Nullable String problem, List<Finding> findings) {
    public Judgement {
        findings = List.copyOf(findings);
    }
}
