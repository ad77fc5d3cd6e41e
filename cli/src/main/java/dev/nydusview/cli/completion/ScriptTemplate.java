package dev.nydusview.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The fixed parts of scripts, which are resources, and quoting. */
final class ScriptTemplate {
    /** Stands for the generated part. */
    private static final String MARK = "#GENERATED#\n";

    private ScriptTemplate() {}

    /** Returns the template {@code name} with {@code generated} in its place. */
    static String filled(String name, String generated) {
        try (InputStream in = ScriptTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(MARK, generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns {@code text} in single quotes of bash and zsh. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
