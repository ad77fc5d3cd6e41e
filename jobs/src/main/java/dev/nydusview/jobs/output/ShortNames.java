package dev.nydusview.jobs.output;

import java.util.regex.Pattern;

/** Names of images that are short enough for people. */
final class ShortNames {
    /** A digest behind the rest of a name, and as much of it as tells images apart. A digest alone is left whole. */
    private static final Pattern DIGEST = Pattern.compile("(?<=[@ ])(sha256:[0-9a-f]{12})[0-9a-f]{52}\\b");

    private ShortNames() {}

    static String in(String text) {
        return DIGEST.matcher(text).replaceAll("$1...");
    }
}
