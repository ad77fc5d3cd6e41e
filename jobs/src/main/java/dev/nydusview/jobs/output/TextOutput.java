package dev.nydusview.jobs.output;

import dev.nydusview.base.SafeText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Results on their way to a place for documents: lines of text, or any bytes. */
public final class TextOutput extends OutputStream {
    private final OutputStream out;

    public TextOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    /** Writes {@code text}, made safe for a terminal, and a line feed, in UTF-8. */
    public void line(String text) throws IOException {
        write(SafeText.lines(text).getBytes(StandardCharsets.UTF_8));
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
