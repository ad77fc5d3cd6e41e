package dev.nydusview.cli.prompt;

import java.io.IOException;
import java.util.List;

/** Answers the lines of a prompt. All text that it returns is safe to show on a terminal. */
public interface Shell {
    /** Returns the prompt of the next line, with a blank at its end, such as {@code "debian:/etc> "}. */
    String prompt();

    /**
     * Answers {@code line}, which may be blank. A failure is reported to the user, and the next line is read.
     *
     * @return false to leave the prompt
     */
    boolean run(String line, Output out) throws IOException;

    /** The commands, in the order to show them in. */
    List<String> commands();

    /** Returns the options of {@code command}, with their hyphens; an empty list if the command does not exist. */
    List<String> options(String command);

    /**
     * Returns the arguments of {@code command} that begin with {@code word}, such as paths.
     *
     * @param word free of quotes, with escapes as they were written
     */
    List<Candidate> arguments(String command, String word);
}
