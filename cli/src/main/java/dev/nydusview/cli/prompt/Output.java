package dev.nydusview.cli.prompt;

import dev.nydusview.base.SafeStream;
import java.io.IOException;
import java.io.OutputStream;

/** Output of the answer to one line. After the user has ended it every write fails, so that the request ends. */
public final class Output extends OutputStream {
    /** Bytes between two looks at whether more is wanted. */
    private static final int SLICE = 1 << 12;

    private final OutputStream out;
    private final boolean terminal;
    private final int columns;
    private volatile boolean stopped;

    /**
     * @param out takes the bytes, and says with an {@link OutputStoppedException} that the user has seen enough
     * @param terminal whether a terminal shows them
     * @param columns its width, 0 if it has none
     */
    Output(OutputStream out, boolean terminal, int columns) {
        this.out = out;
        this.terminal = terminal;
        this.columns = columns;
    }

    /** Returns the width of the window, 0 if there is none. */
    public int columns() {
        return columns;
    }

    /**
     * A stream for bytes of files: they arrive as they are unless a terminal would act on them. Close it at the end of
     * each file.
     */
    public OutputStream contents() {
        return terminal ? SafeStream.text(this) : this;
    }

    /** Makes the next write fail. Other threads may call this. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += SLICE) {
            requireWanted();
            try {
                out.write(bytes, offset + done, Math.min(SLICE, length - done));
            } catch (OutputStoppedException e) {
                stopped = true;
                throw e;
            }
        }
        requireWanted();
    }

    private void requireWanted() throws OutputStoppedException {
        if (stopped) {
            throw new OutputStoppedException();
        }
    }

    @Override
    public void flush() throws IOException {
        requireWanted();
        out.flush();
    }

    /** Ends this answer, stopped or not. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
