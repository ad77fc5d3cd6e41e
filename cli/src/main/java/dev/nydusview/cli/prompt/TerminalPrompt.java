package dev.nydusview.cli.prompt;

import static java.util.Objects.requireNonNull;

import dev.nydusview.cli.env.Environment;
import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads lines with an editor: history, completion, Ctrl-C for another line, Ctrl-D for the end. */
final class TerminalPrompt implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.jline");
    private static final String COMPLETE = "complete-request";

    /** Native calls, else stty, where no native code can be unpacked. */
    private static final List<String> PROVIDERS =
            List.of(TerminalBuilder.PROP_PROVIDER_JNI, TerminalBuilder.PROP_PROVIDER_EXEC);

    private final Shell shell;
    private final Terminal terminal;
    private final LineReader reader;
    private final HistoryFile history;
    private final Answers answers;

    private TerminalPrompt(Environment environment, Shell shell, Terminal terminal) {
        this.shell = shell;
        this.terminal = terminal;
        this.reader = reader(terminal);
        this.history = new HistoryFile(environment);
        this.answers = new Answers(environment, shell, terminal);
        history.lines().forEach(reader.getHistory()::add);
        reader.getWidgets().put(COMPLETE, new CompletionWidget(reader, shell));
    }

    /** Takes over the terminal of this process; empty if it cannot be controlled. */
    static Optional<TerminalPrompt> open(Environment environment, Shell shell) throws IOException {
        LOG.setLevel(Level.OFF); // it would write into the line
        // While a line is edited Ctrl-C is a key. To make a signal of it as well, JLine would read ahead on a thread of
        // its own, and the same Ctrl-C could end two lines.
        System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
        for (String provider : PROVIDERS) {
            try {
                return Optional.of(new TerminalPrompt(environment, shell, terminal(provider)));
            } catch (IllegalStateException e) {
                // The next one may do.
            }
        }
        return Optional.empty();
    }

    private static Terminal terminal(String provider) throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .provider(provider)
                .dumb(false)
                .graphemeCluster(false) // asking the terminal for it would swallow what has been typed ahead
                .encoding(StandardCharsets.UTF_8)
                .build();
    }

    private static LineReader reader(Terminal terminal) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
                .variable(LineReader.HISTORY_SIZE, HistoryFile.MAX_LINES)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, false)
                .build();
        KeyMap<Binding> keys = requireNonNull(reader.getKeyMaps().get(LineReader.EMACS), "a map that every reader has");
        keys.bind(new Reference(COMPLETE), "\t");
        reader.getKeyMaps().put(LineReader.MAIN, keys);
        return reader;
    }

    /** Answers lines until one leaves or the input ends. */
    void run() throws IOException {
        try {
            boolean goOn = true;
            while (goOn) {
                goOn = answer(read());
            }
        } catch (EndOfFileException e) {
            // Ctrl-D, or the terminal is gone.
        } catch (IOError e) {
            throw new IOException("the terminal cannot be set up: " + e.getCause(), e);
        }
    }

    /** The next line, or several if that many were pasted; empty if it was given up. */
    private String read() {
        try {
            return reader.readLine(prompt());
        } catch (UserInterruptException e) {
            return "";
        }
    }

    private boolean answer(String text) throws IOException {
        for (String line : text.lines().toList()) {
            history.add(line.strip());
            if (!answers.show(line)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the shell's prompt, cut at its start so that half of the window is for the line. */
    private String prompt() {
        String end = shell.prompt();
        int room = TerminalSize.of(terminal).columns() / 2;
        boolean cut = Rows.width(end) > room;
        while (cut && Rows.width(end) >= room && !end.isEmpty()) {
            end = end.substring(Character.charCount(end.codePointAt(0)));
        }
        String prompt = cut ? "…" + end : end;
        return prompt.replace("%", "%%"); // a single one begins a pattern of JLine's
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
