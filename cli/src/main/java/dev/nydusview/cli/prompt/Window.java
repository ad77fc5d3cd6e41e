package dev.nydusview.cli.prompt;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** The size of a terminal in characters. */
record Window(int columns, int rows) {
    /** Returns the size now, or the usual one if the terminal does not tell. */
    static Window of(Terminal terminal) {
        Size size = terminal.getSize();
        return new Window(size.getColumns() > 0 ? size.getColumns() : 80, size.getRows() > 0 ? size.getRows() : 24);
    }
}
