package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that are removed, and files around them that stay. */
class TreeRemovalTest {
    @TempDir
    Path directory;

    @Test
    void linksAreRemovedAndNotFollowed() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), "x");
        Path tree = Files.createDirectories(directory.resolve("tree/a/b"));
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(tree.resolveSibling("dangling"), Path.of("nowhere"));
        Files.writeString(tree.resolve("file"), "x");
        Files.createDirectory(tree.resolve("\u00fc \n"));
        TreeRemoval.remove(directory.resolve("tree"));
        assertThat(directory.resolve("tree")).doesNotExist();
        assertThat(outside.resolve("file")).exists();

        Path link = Files.createSymbolicLink(directory.resolve("link"), outside);
        TreeRemoval.remove(link);
        assertThat(link).doesNotExist();
        assertThat(outside.resolve("file")).exists();
    }

    @Test
    void absentTreesAreRemovedAlready() throws IOException {
        TreeRemoval.remove(directory.resolve("tree"));
        TreeRemoval.remove(directory.resolve("no/tree"));
        assertThat(directory).isEmptyDirectory();
    }

    /** With one open directory at a time, and no path. */
    @Test
    void treesMayBeDeeperThanAnyPath() throws IOException {
        Posix posix = new Posix();
        Path tree = Files.createDirectory(directory.resolve("tree"));
        DirectoryHandle here = DirectoryHandle.open(posix, tree);
        byte[] name = "n".repeat(200).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            DirectoryHandle next = here.makeDirectory(name);
            here.close();
            here = next;
        }
        here.close();
        TreeRemoval.remove(tree);
        assertThat(tree).doesNotExist();
    }

    @Test
    void severalMayRemoveTheSameTree() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        for (int i = 0; i < 100; i++) {
            Path inner = Files.createDirectories(tree.resolve(i % 10 + "/" + i));
            Files.createFile(inner.resolve("file"));
        }
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                TreeRemoval.remove(tree);
                return null;
            });
            tasks.add(task);
            new Thread(task).start();
        }
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        assertThat(tree).doesNotExist();
    }

    @Test
    void aTreeThatCannotBeRemovedIsNamed() throws IOException {
        Path file = Path.of("/proc/self/status");
        assertThatThrownBy(() -> TreeRemoval.remove(file))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> TreeRemoval.remove(Path.of("/"))).isInstanceOf(FileSystemException.class);
    }
}
