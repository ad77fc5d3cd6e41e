package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts of processes that may do less than root, each of which mounts, reads all, and unmounts. */
@Tag("mount")
class OtherUsersTest {
    private static final int NOBODY = 65_534;

    @TempDir
    static Path shared;

    private Path directory;

    @BeforeAll
    static void copyClasses() throws IOException {
        open(shared);
        Path classes = Files.createDirectory(shared.resolve("classes"));
        System.setProperty("test.class.path.copy", ServerProcess.readableClassPath(classes));
    }

    @AfterAll
    static void forgetClasses() {
        System.clearProperty("test.class.path.copy");
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @BeforeEach
    void needsRoot() throws IOException {
        TestMounts.assumeFuse();
        Assumptions.assumeTrue(PageCache.canDrop(), "only root becomes somebody else");
        directory = Files.createTempDirectory(shared, "mount");
        open(directory);
    }

    private void assertServes(String... prefix) throws Exception {
        String printed = Programs.run(ServerProcess.command(List.of(prefix), directory.toString(), "stay", "read"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ServerProcess.FILES; i++) {
            expected.add(i + " is right");
        }
        expected.add("mounted");
        expected.add("ended");
        assertThat(printed.lines()).containsExactlyElementsOf(expected);
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory.toString());
    }

    /** A device that all may use, as most systems have it, for the program that follows and no others. */
    private static final List<String> DEVICE = List.of(
            "unshare",
            "-m",
            "sh",
            "-ec",
            "mknod \"$1/fuse$$\" c 10 229; chmod 666 \"$1/fuse$$\"; mount --bind \"$1/fuse$$\" /dev/fuse; shift; exec \"$@\"",
            "sh");

    private void assertServesNobody(String... prefix) throws Exception {
        Files.setAttribute(directory, "unix:uid", NOBODY);
        List<String> all = new ArrayList<>(DEVICE);
        all.add(shared.toString());
        all.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        all.addAll(List.of(prefix));
        assertServes(all.toArray(String[]::new));
    }

    @Test
    void rootMounts() throws Exception {
        assertServes();
    }

    @Test
    void anOrdinaryUserMountsByTheHelper() throws Exception {
        assertServesNobody();
    }

    @Test
    void rootOfAUserNamespaceMounts() throws Exception {
        assertServesNobody("unshare", "-Urm");
    }

    @Test
    void fewDescriptorsAreEnough() throws Exception {
        assertServes("prlimit", "--nofile=256:256", "setpriv", "--bounding-set", "-sys_resource");
    }

    @Test
    void theCapabilityToAdministerIsEnough() throws Exception {
        assertServes("setpriv", "--bounding-set", "-all,+sys_admin", "--inh-caps", "-all,+sys_admin");
    }
}
