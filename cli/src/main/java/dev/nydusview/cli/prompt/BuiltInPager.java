package dev.nydusview.cli.prompt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** The pager where no other is installed: shows a window at a time and waits for a key: space, enter, or q to end. */
final class BuiltInPager extends OutputStream {
    private static final byte[] PROMPT = "--More--".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERASE = "\r        \r".getBytes(StandardCharsets.US_ASCII);
    private static final long POLL_MILLIS = 200;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;

    private final Terminal terminal;
    private final OutputStream out;
    private final BooleanSupplier interrupted;
    private final Attributes attributes;
    private final Rows rows;
    private final int page;
    private int limit;
    private boolean ownLineFeed;

    /** Takes a terminal for exclusive use until this is closed. */
    BuiltInPager(Terminal terminal, TerminalSize window, BooleanSupplier interrupted) {
        this.terminal = terminal;
        this.out = terminal.output();
        this.interrupted = interrupted;
        this.attributes = terminal.enterRawMode();
        this.rows = new Rows(window.columns());
        this.page = Math.max(1, window.rows() - 1);
        this.limit = page;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            pauseIfFull();
            if (!ownLineFeed || bytes[i] != '\n') {
                out.write(bytes[i]);
                rows.write(bytes[i]);
            }
            ownLineFeed = false;
        }
    }

    /** Pauses before the byte that would make the first row of this page leave the window. */
    private void pauseIfFull() throws IOException {
        if (rows.ended() == limit - 1 && rows.full()) {
            out.write('\n');
            rows.newRow();
            ownLineFeed = true;
        }
        if (rows.ended() >= limit && rows.atStart()) {
            out.write(PROMPT);
            out.flush();
            int more = rowsWanted();
            out.write(ERASE);
            if (more == 0) {
                throw new OutputStoppedException();
            }
            limit = rows.ended() + more;
        }
    }

    private int rowsWanted() throws IOException {
        while (!interrupted.getAsBoolean()) {
            switch (terminal.reader().read(POLL_MILLIS)) {
                case ' ', 'f' -> {
                    return page;
                }
                case '\r', '\n', 'j' -> {
                    return 1;
                }
                case 'q', 'Q', CTRL_C, CTRL_D, NonBlockingReader.EOF -> {
                    return 0;
                }
                default -> {} // no key yet, or none that means anything
            }
        }
        return 0;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!rows.atStart()) {
            out.write('\n');
        }
        out.flush();
        terminal.setAttributes(attributes);
    }
}
