package dev.nydusview.jobs.output;

import dev.nydusview.base.SafeText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output for results: lines of text, or any bytes. Tells a reader that went away from everything else that can
 * fail.
 */
public final class TextOutput extends OutputStream {
    private final OutputStream out;

    public TextOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    /** Writes {@code text}, made safe for a terminal, and a line feed, in UTF-8. */
    public void line(String text) throws OutputClosedException {
        write(SafeText.lines(text).getBytes(StandardCharsets.UTF_8));
        write('\n');
    }

    @Override
    public void write(int b) throws OutputClosedException {
        try {
            out.write(b);
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    @Override
    public void write(byte[] bytes) throws OutputClosedException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws OutputClosedException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    @Override
    public void flush() throws OutputClosedException {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    /** Flushes; the stream below stays open. */
    @Override
    public void close() throws OutputClosedException {
        flush();
    }
}
