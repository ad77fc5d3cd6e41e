package dev.nydusview.cli.env;

import dev.nydusview.base.HomeDirectory;
import dev.nydusview.base.SafeStream;
import dev.nydusview.base.SafeText;
import dev.nydusview.cli.log.LogEvent;
import dev.nydusview.cli.settings.Settings;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.TextStyle;
import dev.nydusview.jobs.image.SharedLibrary;
import dev.nydusview.jobs.output.OutputClosedException;
import dev.nydusview.jobs.output.StandardOutput;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The surroundings of a command: variables, streams, terminals, signals, and the library of images of its process. */
public final class Environment implements Console, Closeable {
    /** Work that is over sooner shows no progress. */
    private static final Duration PROGRESS_DELAY = Duration.ofSeconds(1);

    private final Map<String, String> variables;
    private final InputStream in;
    private final StandardOutput out;
    private final SafePrintStream err;
    private final Terminal terminal;
    private final SharedLibrary library;
    private final SharedScreen screen;
    private final Verbosity verbosity;
    private final Settings settings;
    private volatile boolean color;

    /**
     * @param variables environment variables
     * @param in standard input
     * @param out standard output, for results; text is UTF-8 whatever the locale, as names in images are bytes
     * @param err standard error, for everything else; what a terminal would act on is escaped
     * @param terminal which of the streams are terminals
     */
    public Environment(
            Map<String, String> variables, InputStream in, OutputStream out, PrintStream err, Terminal terminal) {
        this.variables = variables;
        this.in = in;
        this.screen = new SharedScreen(err);
        this.out = new StandardOutput(terminal.out() && terminal.err() ? screen.over(out) : out);
        this.err = SafePrintStream.of(
                terminal.err() ? new PrintStream(screen.over(err), true, StandardCharsets.UTF_8) : err);
        this.terminal = terminal;
        this.library = new SharedLibrary();
        this.verbosity = Verbosity.USUAL;
        this.settings = new Settings(variables);
    }

    private Environment(Environment other, Verbosity verbosity) {
        this.variables = other.variables;
        this.in = other.in;
        this.out = other.out;
        this.err = other.err;
        this.terminal = other.terminal;
        this.library = other.library;
        this.screen = other.screen;
        this.verbosity = verbosity;
        this.settings = other.settings;
        this.color = other.color;
    }

    /** The environment of this process. */
    public static Environment ofProcess() {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Environment(
                withHome(System.getenv()),
                System.in,
                new FileOutputStream(FileDescriptor.out),
                err,
                Terminal.ofProcess(System.getenv()));
    }

    /** Adds the home directory where it is missing, as for units of systemd: programs that commands start need it. */
    private static Map<String, String> withHome(Map<String, String> variables) {
        Path home = HomeDirectory.of(variables);
        if (home == null || !variables.getOrDefault("HOME", "").isEmpty()) {
            return variables;
        }
        Map<String, String> all = new HashMap<>(variables);
        all.put("HOME", home.toString());
        return Map.copyOf(all);
    }

    /** Returns the same environment with other verbosity. */
    public Environment with(Verbosity wanted) {
        return new Environment(this, wanted);
    }

    /**
     * The library of images of this process, opened when it is first asked for.
     *
     * @param cache root of the disk cache; null for none
     */
    public ImageLibrary library(@Nullable Path cache) {
        return library(cache, 0);
    }

    /** As {@link #library(Path)}, with a cache of {@code size} bytes; 0 for the default. */
    public ImageLibrary library(@Nullable Path cache, long size) {
        return library.open(this, cache, size);
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    /** The settings of configuration files. */
    public Settings settings() {
        return settings;
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public TextStyle style() {
        return new TextStyle(terminal.out() ? this::width : TextStyle.PLAIN.width(), color);
    }

    @Override
    public TextStyle messageStyle() {
        return new TextStyle(terminal.err() ? this::width : TextStyle.PLAIN.width(), false);
    }

    private int width() {
        return TerminalWidth.of(variables);
    }

    @Override
    public PrintStream err() {
        return err;
    }

    /** Returns the first failure to write to standard output; null if everything was written. */
    public @Nullable OutputClosedException unwritten() {
        return out.failure();
    }

    /** The streams that are terminals. */
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public boolean isTerminal() {
        return terminal.out();
    }

    /**
     * Returns a stream onto {@code text}, which is standard output, for bytes that an image or a scanner made: they are
     * unchanged, except that they are escaped for a terminal. Close it at their end.
     */
    public OutputStream contents(OutputStream text) {
        return terminal.out() ? SafeStream.text(text) : text;
    }

    /** Passes the variables to another process. */
    public void passTo(ProcessBuilder process) {
        process.environment().clear();
        process.environment().putAll(variables);
    }

    /** Has results in colour from now on, if {@code wanted}. */
    public void color(boolean wanted) {
        color = wanted;
    }

    /** Has everything on standard error be JSON from now on, if {@code json}. */
    public void use(boolean json) {
        if (json) {
            err.json();
        }
    }

    @Override
    public void say(String message) {
        err.println("nydusview: " + SafeText.controls(message));
    }

    @Override
    public void say(List<String> lines) {
        if (err.isJson() && lines.size() > 1) {
            List<String> details = lines.stream()
                    .skip(1)
                    .map(String::strip)
                    .map(SafeText::controls)
                    .toList();
            err.put(LogEvent.now("info", SafeText.controls(lines.get(0)), Map.of("details", details)));
        } else {
            Console.super.say(lines);
        }
    }

    /** Prints messages of another process of nydusview, which has the same options. */
    public void relay(byte[] messages) {
        if (err.isJson()) {
            err.terminal().write(messages, 0, messages.length);
            err.terminal().flush();
        } else {
            err.print(new String(messages, StandardCharsets.UTF_8));
            err.flush();
        }
    }

    /** Prints what has ended a command, with its stack trace if {@code stack}. */
    public void fail(String message, Throwable failure, boolean stack) {
        if (err.isJson()) {
            err.put(LogEvent.failure(SafeText.controls(message), stack ? failure : null));
            return;
        }
        say(message);
        if (stack) {
            failure.printStackTrace(err);
        }
    }

    @Override
    public boolean quiet() {
        return verbosity.quiet();
    }

    @Override
    public boolean debug() {
        return verbosity.debug();
    }

    @Override
    public Lasting progress(Supplier<Progress> state) {
        return verbosity.progress() ? ProgressLine.start(screen, PROGRESS_DELAY, state) : () -> {};
    }

    @Override
    public Lasting signals(IntConsumer receiver) {
        return new Signals(receiver);
    }

    @Override
    public Lasting whenInterrupted(Supplier<String> left) {
        return Signals.before(() -> say("interrupted: " + left.get()));
    }

    /** Closes the library, which no command uses any more. */
    @Override
    public void close() {
        library.close();
    }
}
