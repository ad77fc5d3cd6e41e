package dev.nydusview.cli.options;

import dev.nydusview.cli.env.ColorMode;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Verbosity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for messages beside the result. */
@HelpGroup(value = "Output", common = true)
public final class OutputOptions {
    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Print only results and failures.")
    boolean quiet;

    @Option(
            names = "--no-progress",
            fallbackValue = "true",
            description = "Do not show the progress line, which appears only if standard error is a terminal.")
    boolean noProgress;

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description = "Set --log-level debug, and print the stack traces of failures.")
    boolean verbose;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Level of log messages to print: error, warn, info, debug or trace (default: warn, "
                    + "and error with --quiet).")
    @Nullable
    LogLevel logLevel;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description =
                    "Format of everything on standard error: text, or json for one object a line (default: " + "text).")
    LogFormat logFormat = LogFormat.TEXT;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Use of color: auto, always or never (default: auto).")
    ColorMode color = ColorMode.AUTO;

    @Option(
            names = {"-h", "--help", GroupedOptionHelp.WHOLE},
            usageHelp = true,
            description = "Show this help, with --help-all all of it, and exit.")
    boolean help;

    public boolean quiet() {
        return quiet;
    }

    /** Returns the messages that the user wants and can see. */
    public Verbosity verbosity(Environment environment) {
        return new Verbosity(quiet, debug(), progress(environment));
    }

    public ColorMode color() {
        return color;
    }

    public LogLevel logLevel() {
        if (logLevel != null) {
            return logLevel;
        }
        if (verbose) {
            return LogLevel.DEBUG;
        }
        return quiet ? LogLevel.ERROR : LogLevel.WARN;
    }

    public LogFormat logFormat() {
        return logFormat;
    }

    /** Tests whether failures come with their stack traces. */
    public boolean debug() {
        return logLevel().compareTo(LogLevel.DEBUG) >= 0;
    }

    private boolean progress(Environment environment) {
        String ci = environment.variables().getOrDefault("CI", "");
        boolean inCi = !ci.isEmpty() && !ci.equals("false") && !ci.equals("0");
        return environment.terminal().err() && logFormat == LogFormat.TEXT && !quiet && !noProgress && !inCi;
    }
}
