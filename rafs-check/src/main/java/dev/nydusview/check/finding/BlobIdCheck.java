package dev.nydusview.check.finding;

import dev.nydusview.rafs.model.BlobInfo;
import java.util.HashSet;
import java.util.Set;

/** Checks that blob ids are digests, and that no two blobs have the same. */
public final class BlobIdCheck {
    /** Spelling of the id of the blob that holds the bootstrap itself. */
    private static final String PLACEHOLDER = "x".repeat(64);

    private static final int DIGEST_DIGITS = 64;

    private final Findings findings;
    private final Set<String> seen = new HashSet<>();

    public BlobIdCheck(Findings findings) {
        this.findings = findings;
    }

    public void check(BlobInfo blob, LocationSupplier subject) {
        String id = blob.id();
        if (!seen.add(id)) {
            findings.corrupt("blob-id", subject, "blob " + blob.index() + " has the id " + id + " of another blob");
        }
        if (id.equals(PLACEHOLDER)) {
            return;
        }
        if (!id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/')) {
            findings.corrupt("blob-id", subject, "blob " + blob.index() + " has an id that is not a name: " + id);
        } else if (id.length() != DIGEST_DIGITS
                || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && !Character.isUpperCase(c))) {
            findings.warn(
                    "blob-id", subject, "blob " + blob.index() + " has an id that is not a SHA-256 digest: " + id);
        }
    }
}
