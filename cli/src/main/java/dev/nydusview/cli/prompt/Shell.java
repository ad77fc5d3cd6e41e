package dev.nydusview.cli.prompt;

import java.io.IOException;
import java.util.List;

/** What answers the lines of a prompt. Everything that it returns is safe to show on a terminal. */
public interface Shell {
    /** What stands before the next line, with a blank at its end, such as {@code "debian:/etc> "}. */
    String prompt();

    /**
     * Answers {@code line}, which may be blank. What it throws is told to the user, and the next line is read.
     *
     * @return false to leave the prompt
     */
    boolean run(String line, Output out) throws IOException;

    /** The commands, in the order to show them in. */
    List<String> commands();

    /** The options of {@code command}, with their hyphens; empty if there is no such command. */
    List<String> options(String command);

    /**
     * The arguments of {@code command} that begin with {@code word}, such as paths.
     *
     * @param word free of quotes, with escapes as they were written
     */
    List<Candidate> arguments(String command, String word);
}
