package dev.nydusview.scan.profile;

import java.util.Locale;

/** Which chunks of a file a scanner is going to read. */
public enum Part {
    /** The first chunk: a header. */
    FIRST,
    /** The last chunk: the directory of an archive. */
    LAST,
    /** The first chunk and the last. */
    ENDS,
    /** All of them. */
    WHOLE;

    /** Such as {@code first}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
