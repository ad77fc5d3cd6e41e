package dev.nydusview.jobs.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.access.Access;
import dev.nydusview.jobs.RecordedConsole;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.image.SharedLibrary;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extractions as any front would have them done. */
class ExtractJobTest {
    private static final String IMAGE = "oci:" + TestData.demoLayout() + ":nydus-v6";

    private final SharedLibrary shared = new SharedLibrary();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        shared.close();
    }

    private void extract(RecordedConsole console, String target, List<String> paths) throws IOException {
        ImageOpener images = new ImageOpener(
                console, shared.open(console, null), Access.of(Map.of()).withPlatform("linux/amd64"));
        ImageLimits limits = new ImageLimits(1 << 30, 100_000, "bytes", "files");
        new ExtractJob(
                        new JobContext(console, images, Engines.standard()),
                        new ExtractRequest(IMAGE, List.of(), target, false, paths, limits))
                .run();
    }

    @Test
    void wantedPathsGoIntoADirectory() throws IOException {
        Path target = directory.resolve("tree");

        extract(new RecordedConsole(Map.of()), target.toString(), List.of("/usr/lib/os-release"));

        assertThat(target.resolve("usr/lib/os-release")).exists();
        assertThat(target.resolve("bin")).doesNotExist();
    }

    @Test
    void anArchiveIsPrinted() throws IOException {
        RecordedConsole console = new RecordedConsole(Map.of());

        extract(console, "-", List.of("/usr/lib/os-release"));

        assertThat(console.printed()).contains("usr/lib/os-release", "ustar");
    }

    @Test
    void anArchiveIsNotForATerminal() {
        RecordedConsole console = new RecordedConsole(Map.of(), true);

        assertThatThrownBy(() -> extract(console, "-", List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("an archive is not written to a terminal");
        assertThat(console.printed()).isEmpty();
    }

    @Test
    void aPathThatIsNotThereLeavesNothing() throws IOException {
        Path target = directory.resolve("tree");

        assertThatThrownBy(() -> extract(new RecordedConsole(Map.of()), target.toString(), List.of("/missing")))
                .isInstanceOf(CommandException.class);
        assertThat(Files.exists(target)).isFalse();
    }
}
