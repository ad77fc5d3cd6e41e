package dev.nydusview.inspect.report;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.path.EntryPath;
import java.io.IOException;

/** Makes text from the image fit for a page: escaped, and not too long. */
final class DisplayText {
    private static final int MAX_LENGTH = 1000;
    private static final int TAIL = 300;

    private DisplayText() {}

    static String path(EntryPath path) {
        return shortened(path.toString());
    }

    static String name(EntryPath path) {
        return SafeText.escape(path.name().bytes());
    }

    static String message(IOException failure) {
        return text(String.valueOf(failure.getMessage()));
    }

    static String text(String text) {
        return shortened(SafeText.controls(text));
    }

    /** Removes the middle of a text that is too long; surrogate pairs stay whole. */
    private static String shortened(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int head = MAX_LENGTH - TAIL;
        int tail = text.length() - TAIL;
        return text.substring(0, Character.isLowSurrogate(text.charAt(head)) ? head - 1 : head)
                + " … "
                + text.substring(Character.isLowSurrogate(text.charAt(tail)) ? tail + 1 : tail);
    }
}
