package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
    @Test
    void knowsTheTopmostMountIfItIsFuse(@TempDir Path directory) throws IOException {
        Path table = Files.writeString(
                directory.resolve("mountinfo"),
                """
                22 1 8:1 / / rw shared:1 - ext4 /dev/root rw
                23 22 0:40 / /mnt/a\\040b ro,nosuid - fuse.nydusview nydusview:x\\134y ro
                24 22 0:41 / /mnt/c ro - fuse nydusview:z ro
                25 24 0:42 / /mnt/c rw - tmpfs tmpfs rw
                """);
        MountTable mounts = new MountTable(table);

        assertThat(mounts.fuseSource(Path.of("/mnt/a b"))).contains("nydusview:x\\y");
        assertThat(mounts.fuseSource(Path.of("/mnt/c"))).isEmpty();
        assertThat(mounts.fuseSource(Path.of("/"))).isEmpty();
    }
}
