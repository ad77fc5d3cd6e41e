package dev.nydusview.scan.scanner;

import dev.nydusview.base.SafeText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A failure that a scanner's messages show.
 *
 * @param told pattern of these messages
 * @param advice fault and remedy, as the end of a sentence that begins with the scanner's name
 */
record FailureReason(Pattern told, String advice) {
    private static final int MAX_LINE = 300;

    static FailureReason of(String regex, String advice) {
        return new FailureReason(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), advice);
    }

    /** The first of {@code known} that {@code messages} tell of, else their last line, in a line; empty without any. */
    static Optional<String> find(String scanner, List<FailureReason> known, String messages) {
        Optional<String> advice = known.stream()
                .filter(reason -> reason.told.matcher(messages).find())
                .map(reason -> scanner + " " + reason.advice)
                .findFirst();
        return advice.or(() -> messages.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(line -> scanner + " says: " + shortened(SafeText.controls(line.strip()))));
    }

    private static String shortened(String line) {
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "...";
    }
}
