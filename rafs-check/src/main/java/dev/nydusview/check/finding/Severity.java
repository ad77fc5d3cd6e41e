package dev.nydusview.check.finding;

/** What a finding means for who wants to read the image. */
public enum Severity {
    /** Something is not what the format or the digests demand: files are missing, wrong, or cannot be read. */
    CORRUPT,
    /** Its bytes could not be had this time, so that nothing is known about them. */
    UNREADABLE,
    /** It may well be sound, but needs something that this reader does not do. */
    UNSUPPORTED,
    /** Not as builders write it, but all files read as they should. */
    WARNING,
    /** As some builders write it, and right: it only explains what else is seen of the image. */
    NOTE
}
