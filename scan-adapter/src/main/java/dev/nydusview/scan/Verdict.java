package dev.nydusview.scan;

import java.util.Locale;

/** Verdicts on a scan. */
public enum Verdict {
    /** The scanner has done its work, and every byte that it asked for was delivered and verified. */
    COMPLETE,
    /** The scanner itself reports a failure. */
    FAILED,
    /** A read failed, or was not verified, and the scanner may not have noticed. */
    UNREAD,
    /** The scanner is missing, was killed, hung or wrote something that is not a report. */
    BROKEN,
    /** The scanner is broken, and the user has chosen to continue without it. */
    IGNORED;

    /** Word of receipts: complete, failed, incomplete or ignored. */
    public String label() {
        return isIncomplete() ? "incomplete" : name().toLowerCase(Locale.ROOT);
    }

    public boolean isComplete() {
        return this == COMPLETE;
    }

    /** Tests whether the report proves nothing, whatever it states. */
    public boolean isIncomplete() {
        return this == UNREAD || this == BROKEN;
    }
}
