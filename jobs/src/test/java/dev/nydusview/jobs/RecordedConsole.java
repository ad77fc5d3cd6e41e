package dev.nydusview.jobs;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** A console without a terminal, which records messages and output, and passes on signals of the test. */
public final class RecordedConsole implements Console {
    private final Map<String, String> variables;
    private final boolean terminal;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    private IntConsumer receiver = number -> {};

    public RecordedConsole(Map<String, String> variables) {
        this(variables, false);
    }

    /** @param terminal whether results go to a terminal */
    public RecordedConsole(Map<String, String> variables, boolean terminal) {
        this.variables = Map.copyOf(variables);
        this.terminal = terminal;
    }

    /** Returns the lines that were printed as messages. */
    public List<String> said() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Returns the text that was printed on standard output. */
    public String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Sends a signal to the handlers. */
    public void signal(int number) {
        receiver.accept(number);
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public PrintStream err() {
        return errors;
    }

    @Override
    public void say(String message) {
        errors.println(message);
    }

    @Override
    public boolean quiet() {
        return true;
    }

    @Override
    public boolean debug() {
        return false;
    }

    @Override
    public Lasting progress(Supplier<Progress> state) {
        return () -> {};
    }

    @Override
    public Lasting signals(IntConsumer taker) {
        receiver = taker;
        return () -> receiver = number -> {};
    }

    @Override
    public Lasting whenInterrupted(Supplier<String> left) {
        return () -> {};
    }
}
