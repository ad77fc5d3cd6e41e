package dev.nydusview.scan.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.linux.PrivateMounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that try to get out. */
@Tag("mount")
@Timeout(60)
class SandboxTest {
    private static final String SECRET = "secret of the host";

    @TempDir
    Path temporary;

    private Path directory;
    private Launcher launcher;
    private String said = "";

    @BeforeEach
    void makeLauncher() throws Exception {
        directory = temporary.toRealPath();
        launcher = new Launcher(null, new ProgramPath(System.getenv()));
        Assumptions.assumeTrue(launcher.separatesNetworks(), "this user can have no namespaces here");
    }

    /** Returns the output of {@code script} in {@code sandbox}, without the last line feed. */
    private String run(Sandbox sandbox, String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        Map<String, String> variables = Map.of("PATH", System.getenv("PATH"));
        Launch launch = new Launch(command, variables, output, 1 << 20, Duration.ofSeconds(50), messages, sandbox);
        ProgramExit ending = launcher.start(launch).await();
        said = messages.toString(StandardCharsets.UTF_8);
        assertThat(ending.kind()).as(said).isEqualTo(ProgramExit.Kind.EXITED);
        return Files.readString(output).strip();
    }

    private static Sandbox scanner(Path... hidden) {
        return Sandbox.ofScanner(List.of(hidden));
    }

    private static Sandbox plugin(Path... hidden) {
        return Sandbox.ofPlugin(false, List.of(hidden));
    }

    @Test
    void whatIsHiddenIsNotThere() throws Exception {
        Path cache = Files.createDirectory(directory.resolve("cache and more"));
        Files.writeString(cache.resolve("chunk"), SECRET);
        Path credentials = Files.writeString(directory.resolve("config.json"), SECRET);
        String script =
                "cat \"$@\" ./chunk ../config.json 2>/dev/null; ls -A \"$3\"; touch \"$3/new\" 2>/dev/null || echo refused";
        String[] paths = {credentials.toString(), cache.resolve("chunk").toString(), cache.toString()};

        assertThat(run(scanner(), script, paths)).contains(SECRET);
        Files.deleteIfExists(cache.resolve("new"));
        assertThat(run(scanner(cache, credentials), script, paths)).isEqualTo("refused");
        assertThat(run(plugin(cache, credentials).sharing(List.of(Path.of("/tmp"))), script, paths))
                .isEqualTo("refused");
        assertThat(cache.resolve("new")).doesNotExist();
    }

    @Test
    void socketsThatAreHiddenAnswerNobody() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(state.resolve("s")));
            String script = "test -S \"$1\" && echo there";
            assertThat(run(scanner(), script, state.resolve("s").toString())).isEqualTo("there");
            assertThat(run(scanner(state), script, state.resolve("s").toString()))
                    .isEmpty();
        }
    }

    @Test
    void whatIsKeptBelowWhatIsHiddenIsThere() throws Exception {
        Path image = Files.createDirectories(directory.resolve("cache/unpacked/image"));
        Files.writeString(image.resolve("file"), "of the image");
        Files.writeString(directory.resolve("cache/chunk"), SECRET);
        Sandbox sandbox = scanner(directory.resolve("cache")).over(image, true);

        assertThat(run(sandbox, "cat \"$1/file\"; find \"$2\" -type f", image.toString(), directory + "/cache"))
                .isEqualTo("of the image" + image.resolve("file"));
        assertThat(run(sandbox, "touch \"$1/new\" 2>/dev/null || echo refused", image.toString()))
                .isEqualTo("refused");
    }

    /** Actions on files of root, which root without capabilities would be allowed to take. */
    @ParameterizedTest
    @CsvSource({
        "echo x >/proc/sys/kernel/domainname",
        "echo x >/proc/sysrq-trigger",
        "echo 1 >/sys/kernel/mm/ksm/run",
        "mount -t tmpfs none /mnt",
        "umount /proc",
        "umount -l /sys/fs/cgroup",
        "mknod /tmp/node b 7 0",
        "chroot / true",
        "unshare -m true",
        "head -c 1 /dev/mem",
        "test -b /dev/vda",
        "test -b /dev/sda",
        "test -e /dev/fuse",
        "test -e /dev/kvm",
        "nsenter --mount=/proc/1/ns/mnt true",
        "kill -0 $HOST",
        "test -e /proc/$HOST/environ",
        "find /sys/fs/cgroup/* -maxdepth 0",
    })
    void neitherScannersNorPluginsGetOut(String attempt) throws Exception {
        Assumptions.assumeTrue(
                Files.isWritable(Path.of("/proc/sys/kernel/hostname")), "others could not do it in any case");
        String script = "HOST=" + ProcessHandle.current().pid() + "; " + attempt + " >/dev/null 2>&1 && echo done";
        assertThat(run(scanner(), script)).isEmpty();
        assertThat(run(plugin(), script)).isEmpty();
    }

    @Test
    void capabilitiesAreGone() throws Exception {
        String script = "grep -E '^(Cap|NoNewPrivs)' /proc/self/status | tr -d '\\t' | tr '\\n' ' '";
        String none = "0".repeat(16);
        String all = "CapInh:%s CapPrm:%s CapEff:%s CapBnd:%s CapAmb:%s NoNewPrivs:1"
                .formatted(none, none, none, none, none);
        assertThat(run(scanner(), script)).isEqualTo(all);
        assertThat(run(plugin(), script)).isEqualTo(all);
        String reads = "0".repeat(15) + "4";
        assertThat(run(scanner().over(directory, true), script))
                .contains("CapPrm:" + reads + " CapEff:" + reads + " CapBnd:" + reads);
    }

    @Test
    void theUserStaysWhoHeIs() throws Exception {
        String id = String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(run(scanner(), "id -u")).isEqualTo(id);
    }

    @Test
    void namespacesAreOthers() throws Exception {
        for (String kind : List.of("mnt", "pid", "ipc", "uts", "cgroup")) {
            Path own = Path.of("/proc/self/ns", kind);
            assertThat(run(scanner(), "readlink " + own))
                    .isNotEqualTo(Files.readSymbolicLink(own).toString());
        }
        Path network = Path.of("/proc/self/ns/net");
        assertThat(run(scanner(), "readlink " + network))
                .isEqualTo(Files.readSymbolicLink(network).toString());
        assertThat(run(plugin(), "readlink " + network))
                .isNotEqualTo(Files.readSymbolicLink(network).toString());
        assertThat(run(plugin(), "tail -n +3 /proc/net/dev | cut -d: -f1").strip())
                .isEqualTo("lo");
    }

    @Test
    void scannersWriteWhereTheirUserMayAndPluginsDoNot() throws Exception {
        String script = "echo written >\"$1/report\" 2>/dev/null || echo refused";
        assertThat(run(scanner(), script, directory.toString())).isEmpty();
        assertThat(directory.resolve("report")).hasContent("written");
        Files.delete(directory.resolve("report"));

        Path working = Path.of("").toAbsolutePath();
        assertThat(run(plugin(), script, working.toString())).isEqualTo("refused");
        assertThat(run(plugin(), "cd /; echo x >./x 2>/dev/null || echo refused"))
                .isEqualTo("refused");
        assertThat(run(plugin(), "mktemp >/dev/null && echo room; ls -d \"$1\" 2>/dev/null", directory.toString()))
                .isEqualTo("room");
        assertThat(run(plugin().sharing(List.copyOf(Launcher.temporary())), script, directory.toString()))
                .isEmpty();
        assertThat(directory.resolve("report")).hasContent("written");
    }

    @Test
    void theWorkingDirectoryIsNoWayAroundWhatIsHidden() throws Exception {
        Path working = Path.of("").toAbsolutePath();
        assertThat(run(scanner(), "ls -A . | head -1")).isNotEmpty();
        assertThat(run(scanner(working), "ls -A .")).isEmpty();
    }

    @Test
    void copiesOfOtherFuseMountsAreOnlyOfWhatIsNeeded() {
        var mounts = List.of(
                mount(1, "/", "fuse.fuse-overlayfs"),
                mount(2, "/home/me", "fuse.gocryptfs"),
                mount(3, "/mnt/image", "fuse.nydusview"),
                mount(4, "/mnt/image/below", "fuse"),
                mount(5, "/run/user/1/doc", "fuse.portal"),
                mount(6, "/srv", "ext4"));
        assertThat(PrivateMounts.foreign(mounts, List.of(Path.of("/home/me/work"), Path.of("/usr/bin"))))
                .containsExactly(Path.of("/run/user/1/doc"), Path.of("/mnt/image/below"), Path.of("/mnt/image"));
    }

    private static dev.nydusview.linux.MountEntry mount(int id, String point, String type) {
        return new dev.nydusview.linux.MountEntry(id, 0, "0:1", Path.of(point), type, "none", List.of("rw"));
    }

    @Test
    void whatCannotBeSetUpIsNotRun() throws Exception {
        Sandbox impossible = scanner().joining(List.of(directory.resolve("no/such/group")));
        Path ran = directory.resolve("ran");
        Launch launch = new Launch(
                List.of("touch", ran.toString()),
                Map.of(),
                directory.resolve("output"),
                1 << 20,
                Duration.ofSeconds(50),
                new ByteArrayOutputStream(),
                impossible);
        ProgramExit ending = launcher.start(launch).await();
        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.UNCONFINED);
        assertThat(ending.description()).isEqualTo("could not be confined and was not run");
        assertThat(ran).doesNotExist();
    }

    @Test
    void whatThereIsIsStated() throws Exception {
        Confinement plugin = launcher.confinement(plugin());
        assertThat(plugin.has())
                .contains("no network (network namespace)", "no capabilities", "read-only files")
                .anyMatch(sentence -> sentence.startsWith("mount, PID, IPC, UTS and cgroup namespaces"));
        assertThat(launcher.confinement(scanner()).has())
                .doesNotContain("no network (network namespace)", "read-only files");

        Launcher bare = new Launcher(null, new ProgramPath(Map.of("PATH", directory.toString())));
        Confinement none = bare.confinement(plugin());
        assertThat(none.has()).containsExactly("environment by allow list");
        assertThat(none.lacks())
                .hasSize(4)
                .allMatch(sentence -> sentence.contains("unshare") && sentence.endsWith("not installed"));
    }
}
