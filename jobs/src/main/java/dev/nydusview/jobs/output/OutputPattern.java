package dev.nydusview.jobs.output;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files for the documents of a run, by one text in which {@code {scanner}}, {@code {image}} and {@code {ext}}
 * stand for what tells the documents apart.
 */
public final class OutputPattern {
    /** A document for each run: on standard output. */
    public static final OutputPattern STANDARD_OUTPUT = new OutputPattern("-");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    /** Characters of references that are not in names of files, or would have a meaning there. */
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9._-]+");

    private final String text;

    private OutputPattern(String text) {
        this.text = text;
    }

    /** Reads the text of a user. */
    public static OutputPattern of(String text) throws CommandException {
        OutputPattern pattern = new OutputPattern(text);
        pattern.place("", "", "");
        return pattern;
    }

    /**
     * Returns the place of a document.
     *
     * @param scanner that makes the document
     * @param image reference of the image, as the user gave it
     * @param extension usual end of names of such files, without its dot
     */
    public Destination place(String scanner, String image, String extension) throws CommandException {
        String name = PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "scanner" -> inName(scanner);
                            case "image" -> inName(image);
                            case "ext" -> extension;
                            default -> found.group();
                        }));
        Matcher unknown = PLACEHOLDER.matcher(name);
        if (unknown.find()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--output has an unknown placeholder " + unknown.group() + ": use {scanner}, {image} or {ext}");
        }
        try {
            return Destination.of(Path.of(name));
        } catch (InvalidPathException e) {
            throw new CommandException(ExitCode.USAGE, "--output is not a path: " + e.getReason());
        }
    }

    private static String inName(String text) {
        return NOT_IN_NAMES.matcher(text).replaceAll("_");
    }
}
