package dev.nydusview.inspect.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes JSON in UTF-8 on so that it can stand in an HTML script element: the characters that could end the element, or
 * a line of a script, become {@code \\uXXXX}. They only ever occur in strings of JSON, where that means the same.
 */
final class InertJson extends OutputStream {
    /** U+2028 and U+2029 are E2 80 A8 and E2 80 A9. */
    private static final int LEAD = 0xe2;

    private static final int SECOND = 0x80;
    private static final int LINE = 0xa8;
    private static final int PARAGRAPH = 0xa9;

    private final OutputStream out;
    private int held;

    InertJson(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        int value = b & 0xff;
        if (held == 0 && value == LEAD) {
            held = 1;
        } else if (held == 1 && value == SECOND) {
            held = 2;
        } else if (held == 2 && (value == LINE || value == PARAGRAPH)) {
            held = 0;
            escape(0x2000 | (value & 0x3f));
        } else {
            release();
            plain(value);
        }
    }

    /** Bytes that began like a separator and went on otherwise. */
    private void release() throws IOException {
        if (held > 0) {
            out.write(LEAD);
        }
        if (held > 1) {
            out.write(SECOND);
        }
        held = 0;
    }

    private void plain(int value) throws IOException {
        if (value == LEAD) {
            held = 1;
        } else if (value == '<' || value == '>' || value == '&') {
            escape(value);
        } else {
            out.write(value);
        }
    }

    private void escape(int character) throws IOException {
        out.write(String.format("\\u%04x", character).getBytes(StandardCharsets.US_ASCII));
    }

    /** Flushes; bytes that are held back stay so until the character is whole. */
    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
