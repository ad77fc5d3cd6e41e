package dev.nydusview.cli.inspect;

import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;

/** Lines of a label and a value, the values in one column. */
final class KeyValueLines {
    private static final int WIDTH = 24;

    private final TextOutput out;

    KeyValueLines(TextOutput out) {
        this.out = out;
    }

    KeyValueLines line(String label, Object value) throws IOException {
        out.line((label + ":" + " ".repeat(Math.max(1, WIDTH - 1 - label.length())) + value).stripTrailing());
        return this;
    }

    /** Prints a further value of the last label. */
    KeyValueLines next(Object value) throws IOException {
        out.line((" ".repeat(WIDTH) + value).stripTrailing());
        return this;
    }

    KeyValueLines hex(String label, long value) throws IOException {
        return line(label, "0x" + Long.toHexString(value));
    }
}
