package dev.nydusview.authz.policy;

/** Effect of a policy on a request, from the most lenient to the strictest. */
public enum Effect {
    ALLOW,
    /** Allows, and reports. */
    ALERT,
    DENY
}
