package dev.nydusview.authz.policy;

/** What a rule does with the images that it is about. */
public enum RuleDecision {
    /** Denies those with findings that count. */
    BLOCK,
    /** Allows them all, and tells of findings that count. */
    ALERT,
    /** Allows without a scan. */
    ALLOW,
    /** Denies without a scan. */
    DENY;

    public boolean scans() {
        return this == BLOCK || this == ALERT;
    }
}
