package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parts of documents that are generated from rules: compared, or written anew with -Dupdate.cli.docs=true. */
final class GeneratedBlock {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final boolean UPDATE = Boolean.getBoolean("update.cli.docs");

    private GeneratedBlock() {}

    static void require(String document, String name, String wanted) throws IOException {
        Path file = ROOT.resolve(document);
        String text = Files.readString(file);
        String begin = "<!-- " + name + ", generated: -Dupdate.cli.docs=true -->\n";
        String end = "<!-- end of " + name + " -->\n";
        assertThat(text).contains(begin, end);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        if (UPDATE) {
            Files.writeString(file, text.substring(0, from) + wanted + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s in %s; make it anew with -Dupdate.cli.docs=true", name, document)
                .isEqualTo(wanted);
    }
}
