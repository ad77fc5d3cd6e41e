package dev.nydusview.inspect.find;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number that is compared: {@code N} exactly, {@code +N} more, {@code -N} less. */
record Comparison(int sign, long number, char unit) {
    private static final Pattern SYNTAX = Pattern.compile("([+-]?)([0-9]{1,18})([a-zA-Z]?)");

    /** @param units the letters that may follow */
    static Comparison parse(String text, String option, String units) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches() || !units.contains(matcher.group(3))) {
            String unit = units.isEmpty() ? "" : ", then one of " + String.join(" ", units.split(""));
            throw new IllegalArgumentException(option + ": '" + text + "' is not N, +N or -N" + unit);
        }
        int sign = matcher.group(1).isEmpty() ? 0 : matcher.group(1).equals("+") ? 1 : -1;
        char unit = matcher.group(3).isEmpty() ? 0 : matcher.group(3).charAt(0);
        return new Comparison(sign, Long.parseLong(matcher.group(2)), unit);
    }

    boolean accepts(long value) {
        return Long.compare(value, number) == sign;
    }
}
