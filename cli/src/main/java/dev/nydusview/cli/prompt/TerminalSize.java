package dev.nydusview.cli.prompt;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** The size of a terminal in characters. */
record TerminalSize(int columns, int rows) {
    /** Returns the size now, or the usual one if the terminal does not tell. */
    static TerminalSize of(Terminal terminal) {
        Size size = terminal.getSize();
        return new TerminalSize(
                size.getColumns() > 0 ? size.getColumns() : 80, size.getRows() > 0 ? size.getRows() : 24);
    }
}
