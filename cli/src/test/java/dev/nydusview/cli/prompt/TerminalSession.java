package dev.nydusview.cli.prompt;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The prompt on a real pseudo-terminal, with a user who types and reads. */
final class TerminalSession implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PtyProcess process;
    private final Screen screen;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private boolean ended;

    private TerminalSession(PtyProcess process, Screen screen) {
        this.process = process;
        this.screen = screen;
        Thread reading = new Thread(this::read, "terminal");
        reading.setDaemon(true);
        reading.start();
    }

    /** Settings of a terminal whose user has only {@code home}. */
    static final class Builder {
        private final Map<String, String> variables = new HashMap<>();
        private List<String> program = PromptProcess.command();
        private int columns = 80;
        private int rows = 24;

        Builder(Path home) {
            variables.put("HOME", home.toString());
            variables.put("PATH", System.getenv("PATH"));
            variables.put("TERM", "xterm-256color");
            variables.put("LC_ALL", "C.UTF-8");
        }

        Builder with(String variable, String value) {
            variables.put(variable, value);
            return this;
        }

        Builder size(int newColumns, int newRows) {
            columns = newColumns;
            rows = newRows;
            return this;
        }

        /** Runs nydusview itself, with these arguments. */
        Builder nydusview(String... arguments) {
            program = PromptProcess.nydusview(arguments);
            return this;
        }

        TerminalSession start() throws IOException {
            PtyProcess process = new PtyProcessBuilder(command(program).toArray(String[]::new))
                    .setEnvironment(variables)
                    .setInitialColumns(columns)
                    .setInitialRows(rows)
                    .start();
            process.setWinSize(new WinSize(columns, rows));
            return new TerminalSession(process, new Screen(columns, rows));
        }

        /** Restores the default action of a terminal's signals, which the runner of the tests may ignore. */
        private static List<String> command(List<String> program) {
            List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=HUP,INT,QUIT"));
            command.addAll(program);
            return command;
        }
    }

    private void read() {
        byte[] buffer = new byte[1 << 14];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                take(buffer, count);
            }
        } catch (IOException | RuntimeException e) {
            take(("\r\n[" + e + "]").getBytes(StandardCharsets.UTF_8), 0);
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            screen.write(bytes[i]);
        }
        if (raw.size() < 1 << 20) {
            raw.write(bytes, 0, count);
        }
        notifyAll();
    }

    /** Types {@code keys}, and does not wait for their effect. */
    TerminalSession type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    synchronized TerminalSession resize(int columns, int rows) {
        screen.resize(columns, rows);
        process.setWinSize(new WinSize(columns, rows));
        return this;
    }

    /** Waits until the line with the cursor is {@code line}, except for blanks at its end. */
    TerminalSession awaitLine(String line) throws InterruptedException {
        return await(
                "the last line is " + line, lines -> lines.get(lines.size() - 1).equals(line));
    }

    /** Waits until the last lines are these. */
    TerminalSession awaitLines(String... wanted) throws InterruptedException {
        return await(
                "the last lines are " + List.of(wanted),
                lines -> lines.size() >= wanted.length
                        && lines.subList(lines.size() - wanted.length, lines.size())
                                .equals(List.of(wanted)));
    }

    /** Waits until some line has {@code text} in it. */
    TerminalSession awaitText(String text) throws InterruptedException {
        return await("there is " + text, lines -> lines.stream().anyMatch(line -> line.contains(text)));
    }

    private synchronized TerminalSession await(String what, Predicate<List<String>> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(screen.lines())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || ended) {
                throw new AssertionError("waited until " + what + ", but see:\n" + String.join("\n", screen.lines()));
            }
            wait(left);
        }
        return this;
    }

    /** Returns all lines of the screen and those that went off its top. */
    synchronized List<String> lines() {
        return new ArrayList<>(screen.lines());
    }

    /** The bytes that the terminal got. */
    synchronized String raw() {
        return raw.toString(StandardCharsets.UTF_8);
    }

    /** Waits for the end, and returns the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running, and shows:\n" + String.join("\n", lines()));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
