package dev.nydusview.jobs.output;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.TextStyle;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Results on their way to a place for documents: lines of text, or any bytes. */
public final class TextOutput extends OutputStream {
    private final OutputStream out;
    private final TextStyle style;

    /** Makes text of any width without colours. */
    public TextOutput(OutputStream out) {
        this(out, TextStyle.PLAIN);
    }

    public TextOutput(OutputStream out, TextStyle style) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.style = style;
    }

    TextStyle style() {
        return style;
    }

    /** Writes {@code text}, made safe for a terminal, and a line feed, in UTF-8. */
    public void line(String text) throws IOException {
        write(SafeText.lines(text).getBytes(StandardCharsets.UTF_8));
        write('\n');
    }

    /** Writes a line about an image, whose digests are shortened if it is wider than the terminal. */
    public void imageLine(String text) throws IOException {
        boolean fits = style.fits(text.codePointCount(0, text.length()));
        line(fits ? text : ShortNames.in(text));
    }

    /** Writes a line that is safe for a terminal, apart from its colours, which are wanted. */
    void styledLine(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
        write('\n');
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Flushes; the stream below stays open. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
