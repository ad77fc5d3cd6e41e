package dev.nydusview.authz;

/** Reasons of decisions. */
enum Cause {
    /** No rule matches. */
    NO_RULE,
    /** The rule decides without a scan. */
    RULE,
    /** The scan was complete, and found nothing of the rule's levels. */
    CLEAN,
    /** The scan found something of the rule's levels. */
    FINDINGS,
    /** The scan did not read everything, or a plugin failed. */
    INCOMPLETE,
    /** The scan failed. */
    FAILURE,
    /** The scan took longer than the rule allows a request to wait. */
    TIMEOUT,
    /** The image cannot be requested from a registry. */
    UNRESOLVABLE,
    /** The request does not show which image it is about. */
    UNREADABLE
}
