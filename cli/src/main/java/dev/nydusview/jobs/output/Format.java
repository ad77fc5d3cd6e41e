package dev.nydusview.jobs.output;

/** How results are printed. */
public enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** One JSON document. */
    JSON,
    /** One JSON document a line. */
    NDJSON
}
