package dev.nydusview.rootfs.tar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time as pax writes it: seconds since 1970, possibly negative, with any number of decimals. */
record PaxTime(long seconds, int nanos) {
    private static final Pattern FORM = Pattern.compile("(-?)([0-9]{1,18})(?:\\.([0-9]{0,9})[0-9]*+)?");
    private static final int NANOS = 1_000_000_000;

    /** Null if {@code text} is no time. */
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
}
