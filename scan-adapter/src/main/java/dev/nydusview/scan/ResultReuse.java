package dev.nydusview.scan;

import java.time.Duration;

/**
 * Use of results of earlier scans of the same contents.
 *
 * @param enabled whether results are kept and used
 * @param maxAge results that are older are not used
 */
public record ResultReuse(boolean enabled, Duration maxAge) {
    public static final ResultReuse NONE = new ResultReuse(false, Duration.ZERO);
}
