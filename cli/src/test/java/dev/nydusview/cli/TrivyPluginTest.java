package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the arguments that the trivy plugin passes on. */
class TrivyPluginTest {
    private static final Path PLUGIN = Path.of("../trivy-plugin");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            app                                  | <scan><--scanner><trivy><app>
            app --severity HIGH                  | <scan><--scanner><trivy><app><--><--severity><HIGH>
            app other -q x                       | <scan><--scanner><trivy><app><other><--><-q><x>
            --plain-http --receipt=r app -f json | <scan><--scanner><trivy><--format=json><--plain-http><--receipt=r><app><-->
            app -q --format=sarif --exit-code 5  | <scan><--scanner><trivy><--format=sarif><app><--><-q><--exit-code><5>
            """)
    void argumentsAreForNydusviewUpToTheFirstOptionBehindTheImages(String arguments, String expected) throws Exception {
        Path echo = directory.resolve("echo");
        Files.writeString(echo, "#!/bin/sh\nfor word; do printf '<%s>' \"$word\"; done; exit 7\n");
        assertThat(echo.toFile().setExecutable(true)).isTrue();

        Result result = run(echo.toString(), arguments.split(" "));

        assertThat(result).isEqualTo(new Result(7, expected, ""));
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        assertThat(run("/no/nydusview", "app"))
                .isEqualTo(new Result(
                        123,
                        "",
                        "trivy nydus: nydusview is not on the PATH: put it there, or set NYDUSVIEW to its path\n"));
        assertThat(run("true", "--plain-http").code()).isEqualTo(2);
        assertThat(run("true", "--help").out()).contains("trivy nydus ghcr.io/example/app:nydus");
    }

    @Test
    void pluginNamesItsLauncher() throws IOException {
        assertThat(PLUGIN.resolve("plugin.yaml")).content().contains("name: nydus", "uri: ./nydus", "bin: ./nydus");
        assertThat(PLUGIN.resolve("nydus")).isExecutable();
    }

    private record Result(int code, String out, String err) {}

    private static Result run(String nydusview, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PLUGIN.resolve("nydus").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NYDUSVIEW", nydusview);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }
}
