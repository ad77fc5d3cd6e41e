package dev.nydusview.authz.policy;

/** What becomes of a request about whose image nothing, or not everything, is known. */
public enum Answer {
    ALLOW,
    /** Allows, and tells whoever listens. */
    ALERT,
    DENY
}
