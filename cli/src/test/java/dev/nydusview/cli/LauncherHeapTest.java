package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The heap that the launcher gives this JVM: an installation without a program, so that the JVM starts and ends. */
class LauncherHeapTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path machine;

    @BeforeEach
    void install() throws IOException {
        Files.copy(CHECKOUT.resolve("nydusview"), machine.resolve("nydusview"));
        Path parts = Files.createDirectories(machine.resolve("share/launcher"));
        try (var files = Files.list(CHECKOUT.resolve("launcher"))) {
            for (Path part : files.toList()) {
                Files.copy(part, parts.resolve(part.getFileName()));
            }
        }
        Files.createDirectories(machine.resolve("lib"));
        Files.createFile(machine.resolve("lib/cli.jar"));
    }

    /** Starts {@code mount} with options of the JVM; returns its final flags. */
    private String flags(String options) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", machine.resolve("nydusview").toString(), "mount");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", machine.toString());
        builder.environment().put("NYDUSVIEW_NO_INSTALL", "1");
        builder.environment().put("NYDUSVIEW_JAVA_OPTS", options + " -XX:+PrintFlagsFinal");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isNotZero();
        assertThat(output).contains("dev.nydusview.cli.Main");
        return output;
    }

    private static long flag(String flags, String name) {
        Matcher line = Pattern.compile("\\b" + name + " += (\\d+)").matcher(flags);
        assertThat(line.find()).as(flags).isTrue();
        return Long.parseLong(line.group(1));
    }

    @Test
    void isOneForBuffersInFlight() throws Exception {
        assertThat(flag(flags(""), "MaxHeapSize")).isEqualTo(512L << 20);
        assertThat(flag(flags(""), "NewSize")).isEqualTo(96L << 20);
    }

    @ParameterizedTest
    @CsvSource({"-Xmx16m, 16", "-XX:MaxHeapSize=64m, 64", "-Xss512k -Xmx2g, 2048"})
    void isTheUsersIfThereIsOne(String options, long megabytes) throws Exception {
        String flags = flags(options);
        assertThat(flag(flags, "MaxHeapSize")).isEqualTo(megabytes << 20);
        assertThat(flag(flags, "MaxNewSize")).isLessThanOrEqualTo((megabytes << 20) / 2);
    }
}
