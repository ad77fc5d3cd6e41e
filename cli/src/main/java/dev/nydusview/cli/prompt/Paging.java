package dev.nydusview.cli.prompt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows text on a terminal: directly if it fits into the window, otherwise through a pager. */
final class Paging extends OutputStream {
    /** Characters that take no room could make an answer long that fits in a window. */
    private static final int MAX_HELD = 1 << 20;

    /** Opens a pager for an answer that turned out to be long; empty for none. */
    @FunctionalInterface
    interface Pager {
        Optional<? extends OutputStream> open() throws IOException;
    }

    private final OutputStream terminal;
    private final Pager pager;
    private final Rows rows;
    private final int height;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile boolean paged;

    /** The pager or the terminal; null while everything is held back. */
    @Nullable
    private OutputStream shown;

    Paging(OutputStream terminal, TerminalSize window, Pager pager) {
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
        for (int i = offset; i < offset + length; i++) {
            rows.write(bytes[i]);
        }
        if (shown != null) {
            shown.write(bytes, offset, length);
            return;
        }
        held.write(bytes, offset, length);
        if (!fits()) {
            Optional<? extends OutputStream> opened = pager.open();
            paged = opened.isPresent();
            shown = paged ? opened.get() : terminal;
            held.writeTo(shown);
        }
    }

    /** Tests whether the text fits into the window, whose last row is for the next prompt. */
    private boolean fits() {
        int used = rows.ended() + (rows.atStart() ? 0 : 1);
        return used < height && held.size() <= MAX_HELD;
    }

    /** Tests whether the answer is shown by a pager. */
    boolean paged() {
        return paged;
    }

    @Override
    public void flush() throws IOException {
        if (shown != null) {
            shown.flush();
        }
    }

    /** Waits until the user leaves the pager, or shows the text that was held back; ends the last row. */
    @Override
    public void close() throws IOException {
        if (paged && shown != null) {
            shown.close();
            return;
        }
        if (shown == null) {
            held.writeTo(terminal);
        }
        if (!rows.atStart()) {
            terminal.write('\n');
        }
        terminal.flush();
    }
}
