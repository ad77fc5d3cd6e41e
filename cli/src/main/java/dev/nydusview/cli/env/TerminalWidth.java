package dev.nydusview.cli.env;

import dev.nydusview.linux.TerminalSize;
import java.util.Map;

/** Width of the terminal of this process. */
final class TerminalWidth {
    private static final int[] OUTPUT = {1, 2};

    private TerminalWidth() {}

    /** Returns {@code $COLUMNS}, or what the terminal says; no limit if it says nothing. */
    static int of(Map<String, String> variables) {
        String columns = variables.getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(columns);
        }
        for (int descriptor : OUTPUT) {
            int said = TerminalSize.columns(descriptor);
            if (said > 0) {
                return said;
            }
        }
        return Integer.MAX_VALUE;
    }
}
