package dev.nydusview.check.finding;

/** Severity of a finding to a reader of the image. */
public enum Severity {
    /** A violation of the format or a digest: files are missing, wrong, or cannot be read. */
    CORRUPT,
    /** Bytes that could not be read this time, so that it is unknown whether they are sound. */
    UNREADABLE,
    /** A feature that this reader does not support; the image may well be sound. */
    UNSUPPORTED,
    /** A deviation from what builders write; all files read as they should. */
    WARNING,
    /** A property that some builders give to sound images; it explains other observations. */
    NOTE
}
