package dev.nydusview.rafs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The choice between the forms of BLAKE3, in JVMs with and without the option that the vector form needs. */
class Blake3ProcessTest {
    private static final String OPTION = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

    @Test
    void staysScalarWithoutTheOption() throws IOException {
        assertThat(run(List.of())).startsWith("scalar");
    }

    /** In code of the first compiler, and in the interpreter, vectors are objects. */
    @Test
    @Tag("soak")
    void staysScalarWhereVectorsAreSlow() throws IOException {
        assertThat(run(List.of(OPTION, "-XX:TieredStopAtLevel=1"))).startsWith("scalar");
    }

    @Test
    @Tag("soak")
    void usesVectorsOnceTheyAreFaster() throws IOException {
        assertThat(run(List.of(OPTION))).startsWith("vector");
    }

    /** Returns the first line of output; the others are two equal digests, and not a warning. */
    private static String run(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(Blake3Process.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = output.lines().toList();
        assertThat(lines).as(output).hasSize(3);
        assertThat(lines.get(1)).isEqualTo(lines.get(2));
        return lines.get(0);
    }
}
