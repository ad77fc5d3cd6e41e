package dev.nydusview.cli.prompt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Shows text on a terminal: what fits in the window at once and directly, anything longer through a pager. */
final class Paging extends OutputStream {
    /** Characters that take no room could make an answer long that fits in a window. */
    private static final int MAX_HELD = 1 << 20;

    /** Opens a pager for an answer that turned out to be long. */
    @FunctionalInterface
    interface Pager {
        OutputStream open() throws IOException;
    }

    private final OutputStream terminal;
    private final Pager pager;
    private final Rows rows;
    private final int height;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    @Nullable
    private OutputStream opened;

    Paging(OutputStream terminal, Window window, Pager pager) {
        this.terminal = terminal;
        this.pager = pager;
        this.rows = new Rows(window.columns());
        this.height = window.rows();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (opened != null) {
            opened.write(bytes, offset, length);
            return;
        }
        held.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            rows.write(bytes[i]);
        }
        if (!fits()) {
            opened = pager.open();
            held.writeTo(opened);
            held.reset();
        }
    }

    /** The last row of the window is for the next prompt. */
    private boolean fits() {
        int used = rows.ended() + (rows.atStart() ? 0 : 1);
        return used < height && held.size() <= MAX_HELD;
    }

    @Override
    public void flush() throws IOException {
        if (opened != null) {
            opened.flush();
        }
    }

    /** Shows what was held back, on whole rows, or waits until the user leaves the pager. */
    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        } else {
            held.writeTo(terminal);
            if (!rows.atStart()) {
                terminal.write('\n');
            }
            terminal.flush();
        }
    }
}
