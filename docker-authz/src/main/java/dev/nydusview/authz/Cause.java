package dev.nydusview.authz;

/** Why a request was decided as it was. */
public enum Cause {
    /** No rule is about it. */
    NO_RULE,
    /** The rule decides without a scan. */
    RULE,
    /** The scan was complete, and found nothing that counts. */
    CLEAN,
    /** It found something that counts. */
    FINDINGS,
    /** It did not see everything, or a plugin failed. */
    INCOMPLETE,
    /** Nothing can be said of the image. */
    FAILURE,
    /** It took too long. */
    TIMEOUT,
    /** No registry can be asked for the image. */
    UNRESOLVABLE,
    /** It is not known which image is meant. */
    UNREADABLE
}
