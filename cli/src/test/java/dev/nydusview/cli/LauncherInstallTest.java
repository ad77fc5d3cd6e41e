package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import dev.nydusview.base.CurrentUser;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher on a machine without a library for FUSE: an installation that is made of its parts and a stand-in for
 * Java.
 */
class LauncherInstallTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> TOOLS = List.of(
            "bash", "readlink", "id", "cat", "stat", "mkdir", "rm", "mv", "chmod", "grep", "tail", "sed", "env");

    @TempDir
    private Path machine;

    private Path bin;
    private Path installed;

    @BeforeEach
    void make() throws IOException {
        Assumptions.assumeTrue(CurrentUser.id() == 0, "only root installs without a password");
        bin = Files.createDirectories(machine.resolve("bin"));
        for (String tool : TOOLS) {
            String program = (Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/") + tool;
            script(bin.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
        }
        Path installation = Files.createDirectories(machine.resolve("nydusview"));
        script(installation.resolve("nydusview"), Files.readString(CHECKOUT.resolve("nydusview")));
        Path parts = Files.createDirectories(installation.resolve("share/launcher"));
        try (var files = Files.list(CHECKOUT.resolve("launcher"))) {
            for (Path part : files.toList()) {
                Files.copy(part, parts.resolve(part.getFileName()));
            }
        }
        Files.createDirectories(installation.resolve("lib"));
        Files.createFile(installation.resolve("lib/cli.jar"));
        Path java = Files.createDirectories(machine.resolve("java/bin"));
        script(java.resolve("java"), "#!/bin/bash\necho java ran \"${!#}\"\n");
        Files.writeString(machine.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        installed = machine.resolve("installed");
        script(bin.resolve("apt-get"), "#!/bin/bash\necho \"$*\" >>" + installed + "\n");
        script(bin.resolve("apt-cache"), "#!/bin/bash\necho '  Candidate: 1'\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** {@code fusermount3} is not on the path of this machine, so that a mount through libfuse needs its package. */
    private Map<String, String> environment(String... further) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", bin.toString());
        environment.put("HOME", machine.toString());
        environment.put("JAVA_HOME", machine.resolve("java").toString());
        environment.put("NYDUSVIEW_ENGINE", "jnr");
        for (int i = 0; i < further.length; i += 2) {
            environment.put(further[i], further[i + 1]);
        }
        return environment;
    }

    private record Run(int code, String out, String err) {}

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(machine.resolve("nydusview/nydusview").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(new File("/dev/null"));
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, err);
    }

    private String installed() throws IOException {
        return Files.exists(installed) ? Files.readString(installed) : "";
    }

    @Test
    void commandThatMissesNothingRuns() throws Exception {
        Run run = run(environment(), "ls");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("java ran ls\n");
        assertThat(installed()).isEmpty();
    }

    @Test
    void workingDirectoryMayBeGone() throws Exception {
        script(machine.resolve("java/bin/java"), "#!/bin/bash\n[ . -ef \"$(pwd -P)\" ] && pwd -P\n");
        Path gone = Files.createDirectory(machine.resolve("gone"));
        String there =
                "cd " + gone + " && /bin/rmdir " + gone + " && exec " + machine.resolve("nydusview/nydusview") + " ls";
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", there);
        builder.environment().clear();
        builder.environment().putAll(environment());
        Process process = builder.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("nydusview: the working directory is gone: relative paths lead nowhere\n")
                .endsWith("\n/proc\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void namesAreReadAsUtf8InEveryLocale() throws Exception {
        script(machine.resolve("java/bin/java"), "#!/bin/bash\nx=$'\\xc3\\xa9'\necho ${#x} ${LC_ALL:-}\n");
        assertThat(run(environment("LANG", "C"), "ls").out()).isEqualTo("1 C.UTF-8\n");
        assertThat(run(environment("LC_ALL", "POSIX"), "ls").out()).isEqualTo("1 C.UTF-8\n");
        assertThat(run(environment("LANG", "xx_XX.UTF-8"), "ls").out()).isEqualTo("1 C.UTF-8\n");
        assertThat(run(environment("LANG", "C.UTF-8"), "ls").out()).isEqualTo("1\n");
    }

    @Test
    void withoutPermissionTheCommandIsPrintedAndNothingInstalled() throws Exception {
        for (Map<String, String> environment : List.of(environment(), environment("NYDUSVIEW_NO_INSTALL", "1"))) {
            Run run = run(environment, "mount");
            assertThat(run.code()).isEqualTo(7);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("fusermount, which this command installs (NYDUSVIEW_INSTALL=yes or --yes runs it):\n")
                    .containsPattern("  apt-get install -y --no-install-recommends .*fuse3\n$");
        }
        assertThat(installed()).isEmpty();
    }

    @Test
    void rootMountsWithoutLibfuseAndItsPrograms() throws Exception {
        Map<String, String> environment = environment("NYDUSVIEW_ENGINE", "");
        assertThat(run(environment, "mount", "x").out()).isEqualTo("java ran x\n");
        assertThat(run(environment, "mount", "--engine", "native", "x").out()).isEqualTo("java ran x\n");
        assertThat(run(environment, "mount", "--engine", "jnr", "x").code()).isEqualTo(7);
        assertThat(run(environment, "mount", "x", "--engine=jnr").code()).isEqualTo(7);
        assertThat(installed()).isEmpty();
    }

    @Test
    void permissionInAdvanceInstalls() throws Exception {
        run(environment("NYDUSVIEW_INSTALL", "yes"), "mount");
        assertThat(installed()).contains("update\n").containsPattern("install -y .*fuse3\n");
        Files.delete(installed);
        run(environment(), "--yes", "mount");
        assertThat(installed()).containsPattern("install -y .*fuse3\n");
        Files.delete(installed);
        run(environment(), "demo");
        assertThat(installed()).containsPattern("install -y .*fuse3\n");
        Files.delete(installed);
        run(environment("NYDUSVIEW_INSTALL", "yes", "NYDUSVIEW_NO_INSTALL", "1"), "mount");
        assertThat(installed()).isEmpty();
    }

    @Test
    void permissionIsNotHandedOnToPrograms() throws Exception {
        script(machine.resolve("java/bin/java"), "#!/bin/bash\necho \"${NYDUSVIEW_INSTALL-none}\"\n");
        assertThat(run(environment(), "--yes", "ls").out()).isEqualTo("none\n");
    }

    @Test
    void helpAndListsOfPluginsNeedNoMounts() throws Exception {
        script(bin.resolve("python3"), "#!/bin/bash\n");
        assertThat(run(environment(), "mount", "--help").out()).isEqualTo("java ran --help\n");
        assertThat(run(environment(), "plugin", "list").out()).isEqualTo("java ran list\n");
        assertThat(run(environment(), "scan", "app", "--", "program", "--help").code())
                .isEqualTo(7);
        assertThat(run(environment(), "mount", "app", "--run", "program", "-h").code())
                .isEqualTo(7);
        assertThat(installed()).isEmpty();
    }

    @Test
    void pythonIsWantedForPluginsOnlyAndDoneWithout() throws Exception {
        script(bin.resolve("fusermount3"), "#!/bin/bash\n");
        String without = "going on without: plugins in Python will not run\n";
        for (String[] line : new String[][] {
            {"scan", "app", "--plugins", "shipped"}, {"scan", "app", "--plugins=a"}, {"authz", "x"}, {"plugin", "run"}
        }) {
            Run run = run(environment(), line);
            assertThat(run.err()).contains("this needs python click", without);
            assertThat(run.out()).isEqualTo("java ran " + line[line.length - 1] + "\n");
        }
        for (String[] line :
                new String[][] {{"scan", "app"}, {"scan", "app", "--", "trivy", "--plugins"}, {"mount", "x"}}) {
            assertThat(run(environment(), line).err()).isEmpty();
        }
        assertThat(installed()).isEmpty();
    }

    /** Tests root for whom {@code id} prints another user. */
    @Test
    void anotherUserInstallsThroughSudo() throws Exception {
        script(bin.resolve("id"), "#!/bin/bash\necho 1000\n");
        assertThat(onTerminal("y\n")).doesNotContain("[y/N]").contains("  sudo apt-get install");

        script(bin.resolve("sudo"), "#!/bin/bash\n[ \"$1\" != -n ] || exit 1\necho \"sudo $*\" >>" + installed + "\n");
        Run run = run(environment("NYDUSVIEW_INSTALL", "yes"), "mount");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("\n  sudo apt-get install");
        assertThat(installed()).isEmpty();

        assertThat(onTerminal("y\n")).contains("Install with `sudo apt-get install", "[y/N]");
        assertThat(installed())
                .contains("sudo apt-get update\n")
                .containsPattern("sudo env .*apt-get install -y .*fuse3\n");
    }

    @Test
    void yesBelongsToTheLauncherOnlyBeforeTheCommand() throws Exception {
        Run run = run(environment(), "mount", "--yes");
        assertThat(run.code()).isEqualTo(7);
        assertThat(installed()).isEmpty();
    }

    @Test
    void terminalIsAsked() throws Exception {
        assertThat(onTerminal("n\n")).contains("Install with `apt-get install", "[y/N]", "which this command installs");
        assertThat(installed()).isEmpty();
        assertThat(onTerminal("\n")).contains("[y/N]");
        assertThat(installed()).isEmpty();
        assertThat(onTerminal("y\n")).contains("installing ");
        assertThat(installed()).containsPattern("install -y .*fuse3\n");
    }

    private String onTerminal(String answer) throws Exception {
        PtyProcess process = new PtyProcessBuilder(
                        new String[] {machine.resolve("nydusview/nydusview").toString(), "mount"})
                .setEnvironment(environment())
                .start();
        try (OutputStream keys = process.getOutputStream()) {
            keys.write(answer.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            StringBuilder said = new StringBuilder();
            byte[] buffer = new byte[4096];
            for (int count; (count = read(process, buffer)) > 0; ) {
                said.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            process.waitFor();
            return said.toString();
        }
    }

    /** Reads from a terminal; its end, after the last process has gone, may be an error. */
    private static int read(PtyProcess process, byte[] buffer) {
        try {
            return process.getInputStream().read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }
}
