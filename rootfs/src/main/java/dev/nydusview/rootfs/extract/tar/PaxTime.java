package dev.nydusview.rootfs.extract.tar;

import java.util.Locale;

/** Times as PAX records have them: decimal seconds. */
final class PaxTime {
    private static final int NANOS = 1_000_000_000;

    private PaxTime() {}

    /** {@code seconds} since 1970 and {@code nanos} after that, such as -0.5 for half a second before 1970. */
    static String of(long seconds, int nanos) {
        if (nanos == 0) {
            return Long.toString(seconds);
        }
        boolean negative = seconds < 0;
        long whole = negative ? -(seconds + 1) : seconds;
        int fraction = negative ? NANOS - nanos : nanos;
        return (negative ? "-" : "") + whole + String.format(Locale.ROOT, ".%09d", fraction);
    }
}
