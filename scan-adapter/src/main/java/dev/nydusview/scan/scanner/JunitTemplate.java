package dev.nydusview.scan.scanner;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The template by which trivy reports as JUnit does: trivy has no such format, and not every package of it a template. */
final class JunitTemplate {
    private static final String FILE = "trivy-junit.tpl";

    private JunitTemplate() {}

    /** Returns the text of the template. */
    static String text() {
        try (InputStream in = JunitTemplate.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new FileNotFoundException("the program was built without " + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
