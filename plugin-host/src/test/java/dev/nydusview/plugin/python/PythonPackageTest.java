package dev.nydusview.plugin.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of the Python packages, in their own language. */
@Timeout(120)
class PythonPackageTest {
    private static Process python(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static boolean isThere() throws InterruptedException {
        try {
            Process click = python("-c", "import click");
            click.getInputStream().readAllBytes();
            return click.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void allPass() throws Exception {
        Assumptions.assumeTrue(isThere(), "no python3 with click");
        Process tests = python("-B", "-m", "unittest", "discover", "-s", "../python/tests");
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tests.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("Ran [1-9]\\d* tests");
    }
}
