package dev.nydusview.authz.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge of an image after a scan.
 *
 * @param digest of the manifest that was read
 * @param complete whether every plugin got all that it asked for and ended well
 * @param problem why it is not complete, in a line; null if it is
 * @param findings in the order in which they were made
 * @param relation of that manifest to the digest that was asked about
 */
public record Judgement(
        String digest, boolean complete, @Nullable String problem, List<Finding> findings, Relation relation) {
    public Judgement {
        findings = List.copyOf(findings);
    }

    /** Of the very digest that was asked about. */
    public Judgement(String digest, boolean complete, @Nullable String problem, List<Finding> findings) {
        this(digest, complete, problem, findings, Relation.ITSELF);
    }
}
