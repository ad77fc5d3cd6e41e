package dev.nydusview.plugin.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.exec.PluginSandbox;
import dev.nydusview.plugin.limits.Limits;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts as plugins, good ones and bad ones. */
@Tag("mount")
class PluginDiscoveryTest {
    private static final String GOOD = "echo '{\"manifestVersion\":1,\"name\":\"%s\"}'";

    @TempDir
    Path directory;

    private PluginDiscovery discovery;

    @BeforeEach
    void makeDiscovery() throws Exception {
        ProgramPath path = new ProgramPath(System.getenv());
        discovery = new PluginDiscovery(
                new Launcher(null, path),
                path,
                new PluginSandbox(true, List.of(), null, System.getenv()),
                Limits.NONE,
                Duration.ofSeconds(2));
    }

    private Path script(String name, String permissions, String body) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void everyExecutableIsAsked() throws Exception {
        script("b/second", "r-xr-xr-x", GOOD.formatted("two"));
        Path first = script("a", "rwxr-x---", "[ \"$*\" = info ] && " + GOOD.formatted("one"));
        script("not-for-the-group", "rwx------", "exit 7");
        script("plain", "rw-r--r--", "exit 7");
        Files.createSymbolicLink(directory.resolve("link"), first);

        Discovered found = discovery.below(directory, null);
        assertThat(found.plugins()).extracting(Plugin::name).containsExactly("one", "two");
        assertThat(found.failures()).isEmpty();
    }

    @Test
    void badOnesKeepNobodyFromBeingFound() throws Exception {
        script("dies", "r-xr-xr-x", "echo Traceback >&2; echo 'no module' >&2; exit 3");
        script("floods", "r-xr-xr-x", "exec yes");
        script("good", "r-xr-xr-x", GOOD.formatted(""));
        script("hangs", "r-xr-xr-x", "exec sleep 1000");
        script("lies", "r-xr-xr-x", "echo '{\"manifestVersion\":9}'");

        Discovered found = discovery.below(directory, null);
        assertThat(found.plugins()).extracting(Plugin::name).containsExactly("good");
        assertThat(found.failures())
                .extracting(failure -> failure.executable().getFileName() + " " + failure.reason())
                .containsExactly(
                        "dies its command info ended with exit code 3: no module",
                        "floods its command info wrote too much output and was killed",
                        "hangs its command info was still running after 2 seconds and was killed",
                        "lies its manifest has version 9, not 1");
    }

    @Test
    void thoseThatOthersMayWriteToAreNotRun() throws Exception {
        script("own/good", "rwxr-xr-x", GOOD.formatted("good"));
        Path ran = directory.resolve("ran");
        String bad = "touch " + ran + "; " + GOOD.formatted("bad");
        script("a", "rwxr-xrwx", bad);
        script("b", "rwxrwxr-x", bad);
        Path inOpen = script("open/c", "rwxr-xr-x", bad);
        Files.setPosixFilePermissions(inOpen.getParent(), PosixFilePermissions.fromString("rwxrwxr-x"));
        Path sticky = script("sticky/d", "rwxr-xr-x", GOOD.formatted("sticky"));
        Files.setAttribute(sticky.getParent(), "unix:mode", 01777);

        Discovered found = discovery.below(directory, null);
        assertThat(found.plugins()).extracting(Plugin::name).containsExactly("good", "sticky");
        Path real = directory.toRealPath();
        assertThat(found.failures())
                .extracting(Discovered.Failure::reason)
                .containsExactly(
                        "it is not run: " + real.resolve("a")
                                + " may be written by others (mode 0757): chown it, or chmod go-w it",
                        "it is not run: " + real.resolve("b")
                                + " may be written by others (mode 0775): chown it, or chmod go-w it",
                        "it is not run: " + real.resolve("open")
                                + " may be written by others (mode 0775): chown it, or chmod go-w it");
        assertThat(ran).doesNotExist();
    }

    @Test
    void thoseOfOtherUsersAreNotRun() throws Exception {
        Path file = script("foreign", "rwxr-xr-x", GOOD.formatted("foreign"));
        try {
            Files.setAttribute(file, "unix:uid", 12345);
        } catch (IOException e) {
            Assumptions.abort("this needs root");
        }
        assertThat(discovery.ask(List.of(file)).failures())
                .singleElement()
                .extracting(Discovered.Failure::reason)
                .isEqualTo("it is not run: " + file + " belongs to user 12345, not to you or root: chown it, or"
                        + " chmod go-w it");
    }

    @Test
    void globsChoose() throws Exception {
        script("a/scan.py", "r-xr-xr-x", GOOD.formatted("a"));
        script("a/b/scan.py", "r-xr-xr-x", GOOD.formatted("b"));
        script("other", "r-xr-xr-x", GOOD.formatted("other"));

        assertThat(discovery.below(directory, "/*/scan.py").plugins())
                .extracting(Plugin::name)
                .containsExactly("a");
        assertThat(discovery.below(directory, "scan.py").plugins())
                .extracting(Plugin::name)
                .containsExactly("b", "a");
        assertThat(discovery.below(directory, "o*").plugins())
                .extracting(Plugin::name)
                .containsExactly("other");
    }

    @Test
    void aDirectoryThatIsMissingIsSaid() {
        assertThatThrownBy(() -> discovery.below(directory.resolve("none"), null))
                .isInstanceOf(IOException.class);
    }
}
