package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose standard output is a full disk. */
class FullOutputTest extends PluginRuns {
    private static final String CAUSE = "nydusview: cannot write to standard output: No space left on device\n";

    private Cli.Result onFullDisk(String line) throws IOException {
        String[] words = line.replace("REF", registry.reference("nydus-v6"))
                .replace("OTHER", registry.reference("layers-nydus-v6"))
                .replace("PLUGINS", plugins.toString())
                .split(" ");
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            return cli.runOnto(full, words);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "help",
                "help scan",
                "version",
                "version --format json",
                "ls REF",
                "ls -l --format json REF",
                "stat REF /etc/passwd",
                "cat REF /etc/passwd",
                "find REF",
                "du REF",
                "tree REF",
                "stats REF",
                "blobs REF",
                "diff REF OTHER",
                "check REF",
                "extract REF -",
                "inspect REF -R stats",
                "inspect REF --html -",
                "cache ls",
                "plugin list PLUGINS",
                "scan REF -- cat {}/etc/passwd",
                "scan REF OTHER -- cat {}/etc/passwd",
                "scan REF --plugins PLUGINS",
                "plugin run PLUGINS REF --format json",
                "plugin run PLUGINS REF -o /dev/null --receipt -",
            })
    void aFullDiskIsAFailureWithItsCause(String line) throws IOException {
        plugin("sound", "report Low /a\n");

        Cli.Result result = onFullDisk(line);

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).containsOnlyOnce(CAUSE);
    }

    @Test
    void theSameCommandsSucceedElsewhere() throws IOException {
        assertThat(cli.runOnto(OutputStream.nullOutputStream(), "ls", registry.reference("nydus-v6"))
                        .code())
                .isZero();
    }
}
