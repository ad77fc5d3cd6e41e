package dev.nydusview.jobs.batch;

import dev.nydusview.base.Quantity;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.TextStyle;
import dev.nydusview.jobs.output.HeldResults;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A console that holds what is printed until it is its turn, and passes it on from then on. Results are held in a file,
 * and of messages the first 256 KiB. Safe for concurrent use.
 */
final class TurnConsole implements Console, AutoCloseable {
    private static final int MAX_MESSAGES = 256 << 10;

    private final Console console;
    private final OutputStream out = new Lines(this::result);
    private final PrintStream err = new PrintStream(new Lines(this::text), true, StandardCharsets.UTF_8);
    private final HeldResults results = new HeldResults();
    private final List<Runnable> messages = new ArrayList<>();
    private long held;
    private long dropped;
    private boolean live;
    private boolean closed;
    private volatile Supplier<Progress> doing = TurnConsole::idle;

    TurnConsole(Console console) {
        this.console = console;
    }

    /** Prints everything that was held, and prints at once from now on. */
    synchronized void begin() throws IOException {
        messages.forEach(Runnable::run);
        messages.clear();
        if (dropped > 0) {
            console.say(Quantity.bytes(dropped) + " of further messages were left out");
        }
        live = true;
        results.moveTo(console.out());
        console.out().flush();
    }

    /** Forgets what is held, and everything that is printed from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        messages.clear();
        results.close();
    }

    private static Progress idle() {
        return Progress.NONE;
    }

    /** Returns the progress of this image at present. */
    Progress doing() {
        return doing.get();
    }

    private synchronized void result(byte[] bytes, int offset, int length) throws IOException {
        if (live) {
            console.out().write(bytes, offset, length);
        } else if (!closed) {
            results.write(bytes, offset, length);
        }
    }

    private synchronized void text(byte[] bytes, int offset, int length) {
        if (live) {
            console.err().write(bytes, offset, length);
            console.err().flush();
        } else {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            hold(length, () -> {
                console.err().write(copy, 0, copy.length);
                console.err().flush();
            });
        }
    }

    private synchronized void message(int length, Runnable print) {
        if (live) {
            print.run();
        } else {
            hold(length, print);
        }
    }

    /** Holds a message; each takes some room beside its text. */
    private void hold(int length, Runnable print) {
        if (closed || held + length > MAX_MESSAGES) {
            dropped += length;
            return;
        }
        held += length + 64L;
        messages.add(print);
    }

    @Override
    public Map<String, String> variables() {
        return console.variables();
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public boolean isTerminal() {
        return console.isTerminal();
    }

    @Override
    public TextStyle style() {
        return console.style();
    }

    @Override
    public TextStyle messageStyle() {
        return console.messageStyle();
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public void say(String message) {
        message(message.length(), () -> console.say(message));
    }

    @Override
    public void say(List<String> lines) {
        List<String> copy = List.copyOf(lines);
        message(copy.stream().mapToInt(String::length).sum(), () -> console.say(copy));
    }

    @Override
    public boolean quiet() {
        return console.quiet();
    }

    @Override
    public boolean debug() {
        return console.debug();
    }

    /** Has {@code state} be part of the progress of all images. */
    @Override
    public Lasting progress(Supplier<Progress> state) {
        doing = state;
        return () -> doing = TurnConsole::idle;
    }

    @Override
    public Lasting signals(IntConsumer receiver) {
        return console.signals(receiver);
    }

    @Override
    public Lasting whenInterrupted(Supplier<String> left) {
        return console.whenInterrupted(left);
    }

    private interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Bytes on their way to a sink; flushed by whatever takes them there. */
    private static final class Lines extends OutputStream {
        private final Sink sink;

        Lines(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sink.write(bytes, offset, length);
        }
    }
}
