package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the plugins that come with nydusview over the sample image, in which each of them finds something. */
@Tag("mount")
@Tag("python")
@Timeout(120)
class ShippedPluginsTest {
    private static final Path PLUGINS = Path.of("../plugins").toAbsolutePath().normalize();
    private static final Path PYTHON = Path.of("../python/src").toAbsolutePath().normalize();

    private LayoutRegistry registry;
    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws Exception {
        Assumptions.assumeTrue(hasPython(), "no python3 with click");
        directory = temporary;
        registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
        cli = new Cli(temporary).with("PYTHONPATH", PYTHON.toString()).with("PYTHONDONTWRITEBYTECODE", "1");
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            cli.with("NYDUSVIEW_PLUGIN_NETWORK", "true");
        }
    }

    @AfterEach
    void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import click")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatIsPlantedIsFound() {
        Cli.Result result = cli.run("scan", registry.reference("nydus-v6"), "--plugins", PLUGINS.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("Critical  persistence  Backdoor         /etc/cron.d/update: cron: a shell over the network")
                .contains("Critical  secrets      SensitiveFile    /root/.aws/credentials: AWS access key")
                .contains("High      secrets      SensitiveFile    /root/.ssh/id_rsa: Private key")
                .contains("High      secrets      SensitiveEnv     DB_PASSWORD: Secret in the environment")
                .contains("High      history      AbnormalHistory  runs what it downloads: RUN")
                .contains("High      privileges   Escalation       /bin/busybox: set-uid to user 0")
                .contains("None      executables  Asset            11 executables: 1 elf, 10 script")
                .doesNotContain("hunter2");
        assertThat(result.err()).doesNotContain("info: ");
    }

    @Test
    void messagesOfPluginsArePrintedFromTheWantedLevelOn() {
        String[] line = {"plugin", "run", PLUGINS.resolve("executables").toString(), registry.reference("nydus-v6")};
        String message = "info: 11 executables plugin=executables command=scan";

        assertThat(cli.run(with(line, "--plugin-log-level", "info")).err()).contains(message);
        assertThat(cli.run(with(line, "-v")).err()).contains(message);
        assertThat(cli.run(with(line, "-q")).err()).isEmpty();
    }

    private static String[] with(String[] line, String... options) {
        return Stream.concat(Stream.of(line), Stream.of(options)).toArray(String[]::new);
    }

    @Test
    void codeScanningTakesWhatTheyFind() throws IOException {
        Cli.Result result =
                cli.run("scan", registry.reference("nydus-v6"), "--plugins", PLUGINS.toString(), "--format", "sarif");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(SarifSchema.faults(result.out())).isEmpty();
        assertThat(result.out())
                .contains("\"id\" : \"Backdoor/shell-over-network\"", "\"text\" : \"a shell over the network\"")
                .contains("\"id\" : \"Escalation/set-uid\"", "\"uri\" : \"etc/cron.d/update\"");
    }

    @Test
    void theDemonstrationShowsWhatTheyFind() {
        Cli.Result result =
                cli.run("demo", "--layout", TestData.demoLayout().toString(), "--plugins", PLUGINS.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("findings\n", "/etc/cron.d/update: cron: a shell over the network");
    }

    /** Lists what {@code find} lists. */
    @Test
    void aPluginOfTheDesignDocumentRuns() throws IOException {
        Path plugin = directory.resolve("lister");
        Files.writeString(
                plugin,
                """
                #!/usr/bin/env python3
                from veinmind import *
                import os
                import stat

                command.set_manifest(name="lister", version="1.0.0")

                @command.image_command()
                def scan(image):
                    refs = image.reporefs()
                    name = refs[0] if refs else image.id()
                    for root, _, names in image.walk('/'):
                        for one in names:
                            mode = image.lstat(os.path.join(root, one)).st_mode
                            if stat.S_ISREG(mode) and mode & 0o111:
                                log.info('%s has %s', name, os.path.join(root, one))

                if __name__ == '__main__':
                    command.main()
                """);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));

        Cli.Result result = cli.run(
                "plugin", "run", plugin.toString(), registry.reference("nydus-v6"), "--plugin-log-level", "info");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err().lines().filter(line -> line.contains(" has /")))
                .hasSize(11)
                .allMatch(line -> line.startsWith("info: " + registry.reference("nydus-v6") + " has /")
                        && line.contains(" plugin=lister command=scan image="));
    }
}
