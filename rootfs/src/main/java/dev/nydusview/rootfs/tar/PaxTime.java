package dev.nydusview.rootfs.tar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time as pax has it: decimal seconds since 1970, such as -0.5 for half a second before 1970.
 *
 * @param seconds rounded down
 * @param nanos after {@code seconds}, 0 to 999,999,999
 */
record PaxTime(long seconds, int nanos) {
    private static final Pattern FORM = Pattern.compile("(-?)([0-9]{1,18})(?:\\.([0-9]{0,9})[0-9]*+)?");
    private static final int NANOS = 1_000_000_000;

    /** Parses any number of decimals, of which nine count; null if {@code text} is not a time. */
    static @Nullable PaxTime parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long seconds = Long.parseLong(matcher.group(2));
        String decimals = matcher.group(3) == null ? "" : matcher.group(3);
        int nanos = Integer.parseInt((decimals + "000000000").substring(0, 9));
        if (matcher.group(1).isEmpty()) {
            return new PaxTime(seconds, nanos);
        }
        return nanos == 0 ? new PaxTime(-seconds, 0) : new PaxTime(-seconds - 1, NANOS - nanos);
    }

    /** Returns the text that {@link #parse} takes: nine decimals, or none if they are zeros. */
    String text() {
        if (nanos == 0) {
            return Long.toString(seconds);
        }
        boolean negative = seconds < 0;
        long whole = negative ? -(seconds + 1) : seconds;
        int fraction = negative ? NANOS - nanos : nanos;
        return (negative ? "-" : "") + whole + "."
                + Integer.toString(NANOS + fraction).substring(1);
    }
}
