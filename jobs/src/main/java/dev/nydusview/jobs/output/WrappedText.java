package dev.nydusview.jobs.output;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a limited width, broken at blanks where there are any; nothing is left out. */
final class WrappedText {
    private WrappedText() {}

    /** Returns at least one line, each of {@code width} characters at most. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (text.codePointCount(start, text.length()) > width) {
            int limit = text.offsetByCodePoints(start, width);
            int blank = text.lastIndexOf(' ', limit);
            if (blank > start) {
                lines.add(text.substring(start, blank));
                start = blank + 1;
            } else {
                lines.add(text.substring(start, limit));
                start = limit;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }
}
