package dev.nydusview.cli.env;

/**
 * Messages that a user wants beside results.
 *
 * @param quiet failures only
 * @param debug failures come with their stack traces
 * @param progress a line shows what is going on
 */
public record Verbosity(boolean quiet, boolean debug, boolean progress) {
    /** Messages, and no line that changes. */
    public static final Verbosity USUAL = new Verbosity(false, false, false);
}
