package dev.nydusview.authz.policy;

/** Treatment of the images that a rule is about. */
public enum RuleDecision {
    /** Denies those with findings that count. */
    BLOCK,
    /** Allows them all, and reports findings that count. */
    ALERT,
    /** Allows without a scan. */
    ALLOW,
    /** Denies without a scan. */
    DENY;

    public boolean scans() {
        return this == BLOCK || this == ALERT;
    }
}
