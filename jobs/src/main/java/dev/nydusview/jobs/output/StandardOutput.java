package dev.nydusview.jobs.output;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output of a process, the one way to it: every failure is an {@link OutputClosedException}, and the first is
 * remembered, as printers of text swallow it.
 */
public final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable OutputClosedException failure;

    public StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Returns the first failure; null if everything was written. */
    public @Nullable OutputClosedException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws OutputClosedException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws OutputClosedException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() throws OutputClosedException {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private OutputClosedException failed(IOException cause) {
        OutputClosedException failed = new OutputClosedException(cause);
        if (failure == null) {
            failure = failed;
        }
        return failed;
    }
}
