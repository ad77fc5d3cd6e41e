package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests prompts without a terminal. */
class PlainPromptTest {
    @TempDir
    Path directory;

    /** Result of a prompt; {@code out} has a character for each byte. */
    private record Result(int code, String out, String err) {}

    private Result run(String input, String... jvmOptions) throws IOException, InterruptedException {
        Path in = Files.write(directory.resolve("in"), input.getBytes(StandardCharsets.ISO_8859_1));
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(PromptProcess.command(jvmOptions))
                .redirectInput(in.toFile())
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void answersEveryLineAndLoadsNoEditor() throws Exception {
        Path log = directory.resolve("classes");
        Result result = run(
                "cd /names\r\nstat latin1-\u00e9\u00ff\u0080\n\nbogus\nls 'x\nls /etc\ncat /data/r17",
                "-Xlog:class+load=info:file=" + log);

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        /names/latin1-\\xe9\\xff\\x80 has 10 bytes
                        future
                        nsec
                        old
                        os-release
                        passwd
                        shadow
                        \373\0\210\024x\205\231?\027\301>\367G%
                        \353\032left
                        """);
        assertThat(result.err())
                .isEqualTo(
                        """
                        nydusview: no such command: bogus
                        nydusview: the quote ' is not closed; write \\' for one in a name
                        """);
        assertThat(log)
                .content(StandardCharsets.ISO_8859_1)
                .contains("PlainPrompt")
                .doesNotContain("org.jline")
                .doesNotContain("software.amazon");
    }

    @Test
    void leavesWhenItIsTold() throws Exception {
        assertThat(run("exit\nls /\n").out()).isEqualTo("left\n");
    }

    @Test
    void refusesEndlessLines() throws Exception {
        Result result = run("x".repeat(PlainLines.MAX_LENGTH + 1));

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("a line of the input is longer than 65536 bytes");
    }
}
