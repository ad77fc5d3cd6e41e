package dev.nydusview.cli.prompt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.reader.Buffer;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;

/**
 * Action of the Tab key: completes the word as far as it is certain, or lists the candidates. JLine's own completion
 * would print a list longer than the window at once, and compares words as they are written, with quotes and escapes
 * that differ from the candidates'.
 */
final class CompletionWidget implements Widget {
    private final LineReader reader;
    private final Shell shell;

    CompletionWidget(LineReader reader, Shell shell) {
        this.reader = reader;
        this.shell = shell;
    }

    /** Returns false for a beep. */
    @Override
    public boolean apply() {
        Buffer buffer = reader.getBuffer();
        String line = buffer.toString();
        int cursor = Math.min(buffer.cursor(), line.length());
        Completion completion = Completion.of(shell, line, cursor);
        if (completion.candidates().isEmpty()) {
            return false;
        }
        if (completion.changes(line, cursor)) {
            buffer.backspace(cursor - completion.start());
            buffer.write(completion.text());
        } else if (completion.candidates().size() > 1) {
            list(completion, buffer);
        }
        return true;
    }

    /** Lists below the line, and shows the line again below the list. */
    private void list(Completion completion, Buffer buffer) {
        int cursor = buffer.cursor();
        buffer.cursor(buffer.length());
        reader.callWidget(LineReader.REDISPLAY);
        Terminal terminal = reader.getTerminal();
        terminal.writer().println();
        terminal.flush();
        TerminalSize window = TerminalSize.of(terminal);
        String text = Columns.layOut(completion.labels().toList(), window.columns());
        Paging.Pager pager = () -> Optional.of(new BuiltInPager(terminal, window, () -> false));
        try (OutputStream out = new Paging(terminal.output(), window, pager)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The user has seen enough, or the terminal is gone, which the next read will report.
        }
        buffer.cursor(cursor);
        reader.callWidget(LineReader.REDRAW_LINE);
        reader.callWidget(LineReader.REDISPLAY);
    }
}
