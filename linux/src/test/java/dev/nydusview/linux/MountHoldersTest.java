package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a recorded {@code /proc}: the holders of a mount are read from there, never asked of the mount. */
class MountHoldersTest {
    private static final Path MOUNT_POINT = Path.of("/mnt/a b");
    private static final String SOURCE = "nydusview:x";
    private static final String ROOT = "22 1 8:1 / / rw - ext4 /dev/root rw\n";
    private static final String MOUNT = "40 22 0:44 / /mnt/a\\040b ro - fuse.nydusview nydusview:x ro\n";

    @TempDir
    Path proc;

    @BeforeEach
    void self() throws IOException {
        process("self", "self", "own", ROOT + MOUNT);
    }

    @AfterEach
    void unlink() throws IOException {
        try (Stream<Path> entries = Files.walk(proc)) {
            for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private Path process(String name, String program, String namespace, String mounts) throws IOException {
        Path process = Files.createDirectory(proc.resolve(name));
        for (String directory : new String[] {"ns", "fd", "fdinfo"}) {
            Files.createDirectory(process.resolve(directory));
        }
        Files.writeString(process.resolve("comm"), program + "\n");
        Files.writeString(process.resolve("mountinfo"), mounts);
        Files.createSymbolicLink(process.resolve("ns/mnt"), Path.of("mnt:[" + namespace + "]"));
        Files.createSymbolicLink(process.resolve("root"), Path.of("/"));
        Files.createSymbolicLink(process.resolve("cwd"), Path.of("/home"));
        Files.writeString(
                process.resolve("maps"), "55-56 r-xp 00000000 08:01 9 /usr/bin/true\n57-58 rw-p 00000000 00:00 0\n");
        return process;
    }

    private static void descriptor(Path process, int number, String target, String mount) throws IOException {
        Files.createSymbolicLink(process.resolve("fd/" + number), Path.of(target));
        Files.writeString(process.resolve("fdinfo/" + number), "pos:\t0\nflags:\t0100000\nmnt_id:\t" + mount + "\n");
    }

    @Test
    void eachWayOfHoldingIsTold() throws IOException {
        Path shell = process("10", "bash", "own", ROOT + MOUNT);
        Files.delete(shell.resolve("cwd"));
        Files.createSymbolicLink(shell.resolve("cwd"), Path.of("/mnt/a b/etc"));
        Path jail = process("11", "jail", "own", ROOT + MOUNT);
        Files.delete(jail.resolve("root"));
        Files.createSymbolicLink(jail.resolve("root"), MOUNT_POINT);
        descriptor(process("12", "tail", "own", ROOT + MOUNT), 3, "/mnt/a b/log", "40");
        Path server = process("13", "httpd", "own", ROOT + MOUNT);
        Files.writeString(server.resolve("maps"), "7f-80 r-xp 00000000 00:2c 12 /mnt/a b/lib.so\n");
        process("14", "sleep", "other", ROOT + "90 22 0:44 / /copy ro - fuse.nydusview nydusview:x ro\n");
        process("15", "sleep", "other", ROOT + "90 22 0:44 / /copy ro - fuse.nydusview nydusview:x ro\n");
        descriptor(process("16", "idle", "own", ROOT + MOUNT), 3, "/mnt/a bc", "22");
        process("17", "java", "own", ROOT + MOUNT);

        assertThat(MountHolders.of(proc, MOUNT_POINT, SOURCE).find(17))
                .extracting(MountHolder::toString)
                .containsExactlyInAnyOrder(
                        "bash (process 10) has its working directory at /mnt/a b/etc",
                        "jail (process 11) has its root directory at /mnt/a b",
                        "tail (process 12) has /mnt/a b/log open",
                        "httpd (process 13) has /mnt/a b/lib.so mapped",
                        "sleep (process 14) is in a mount namespace that has a copy of the mount at /copy");
    }

    @Test
    void whoStillHasAFileOpenIsKnownAfterTheMountIsOut() throws IOException {
        Path reader = process("12", "tail", "own", ROOT + MOUNT);
        descriptor(reader, 3, "/log", "40");
        MountHolders holders = MountHolders.of(proc, MOUNT_POINT, SOURCE);
        for (String name : new String[] {"self", "12"}) {
            Files.writeString(proc.resolve(name).resolve("mountinfo"), ROOT);
        }
        assertThat(holders.find(-1)).containsExactly(new MountHolder(12, "tail", "has /log open"));
    }

    @Test
    void copiesAreToldByTheirSourceIfTheMountIsOutAlready() throws IOException {
        Files.writeString(proc.resolve("self/mountinfo"), ROOT);
        process("14", "sleep", "other", ROOT + MOUNT);
        process("15", "sleep", "third", ROOT + MOUNT.replace("nydusview:x", "nydusview:y"));
        assertThat(MountHolders.of(proc, MOUNT_POINT, SOURCE).find(-1))
                .extracting(MountHolder::pid)
                .containsExactly(14L);
    }

    @Test
    void nobodyHoldsWhatNobodyUses() throws IOException {
        process("16", "idle", "own", ROOT + MOUNT);
        assertThat(MountHolders.of(proc, MOUNT_POINT, SOURCE).find(-1)).isEmpty();
    }
}
