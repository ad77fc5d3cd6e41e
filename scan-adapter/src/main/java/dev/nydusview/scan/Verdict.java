package dev.nydusview.scan;

import java.util.Locale;

/** What can be said of a scan. */
public enum Verdict {
    /** The scanner has done its work, and every byte that it asked for was delivered and verified. */
    COMPLETE,
    /** The scanner itself says that it has failed. */
    FAILED,
    /** A read failed, or was not verified, and the scanner may not have noticed. */
    UNREAD,
    /** The scanner is missing, was killed, hung or wrote something that is no report. */
    BROKEN;

    /** What receipts say: complete, failed or incomplete. */
    public String label() {
        return isComplete() || this == FAILED ? name().toLowerCase(Locale.ROOT) : "incomplete";
    }

    public boolean isComplete() {
        return this == COMPLETE;
    }

    /** Whether nothing can be concluded from the report, whatever it says. */
    public boolean isIncomplete() {
        return this == UNREAD || this == BROKEN;
    }
}
