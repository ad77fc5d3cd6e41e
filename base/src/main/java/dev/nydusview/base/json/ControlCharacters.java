package dev.nydusview.base.json;

/** Characters that control a terminal, or change the direction of the text around them. */
final class ControlCharacters {
    private ControlCharacters() {}

    /**
     * Returns the index of the first of them in {@code text}; -1 if there is none.
     *
     * @param lines whether tabs and the ends of lines are none
     */
    static int first(String text, boolean lines) {
        return text.codePoints()
                .filter(point -> isOne(point) && !(lines && (point == '\t' || point == '\n' || point == '\r')))
                .findFirst()
                .orElse(-1);
    }

    private static boolean isOne(int point) {
        return Character.isISOControl(point)
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069)
                || Character.getType(point) == Character.SURROGATE;
    }
}
