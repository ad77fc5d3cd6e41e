package dev.nydusview.plugin.service;

/** Finds the end of a JSON object: the bracket that closes the first one, brackets in strings aside. */
final class ObjectBounds {
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Tests whether {@code next} closes the object that the first byte has opened. */
    boolean ends(byte next) {
        if (inString) {
            string(next);
            return false;
        }
        switch (next) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {}
        }
        return depth == 0;
    }

    private void string(byte next) {
        if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            inString = false;
        }
    }

    static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
