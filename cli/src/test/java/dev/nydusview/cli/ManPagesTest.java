package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Manual pages as packages have them, in the programs that show them. */
@Timeout(120)
class ManPagesTest {
    private static final Path ROOT = TestData.root().toAbsolutePath().getParent();

    private final Path pages;

    ManPagesTest(@TempDir Path pages) throws Exception {
        this.pages = pages;
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String maker = ROOT.resolve("dist/src/build/ManPages.java").toString();
        run(List.of(java, maker, ROOT.resolve("docs/cli").toString(), pages.toString(), "2026-01-01", "1.2.3"));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("MANWIDTH", "100");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    private static void assumeInstalled(String program) {
        assumeTrue(new ProgramPath(System.getenv()).find(program).isPresent(), program + " is not installed");
    }

    @Test
    void groffHasNoWarnings() throws Exception {
        assumeInstalled("groff");
        List<String> command = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-z"));
        try (Stream<Path> files = Files.list(pages)) {
            files.map(Path::toString).sorted().forEach(command::add);
        }

        assertThat(command).hasSizeGreaterThan(40);
        assertThat(run(command)).isEmpty();
    }

    @Test
    void manShowsTheOptionsOfACommand() throws Exception {
        assumeInstalled("man");

        String shown = run(List.of(
                        "man", "-l", pages.resolve("nydusview-settings.1").toString()))
                .replaceAll(".\b", "")
                .replaceAll("\u001b\\[[0-9]*m", "")
                .replaceAll("\\s+", " ");

        assertThat(shown)
                .contains("nydusview-settings - Shows the value of each setting")
                .contains("Usage: nydusview settings [OPTIONS] [KEY]")
                .contains("--for CMD ARG...")
                .contains("nydusview settings --changed --format json");
    }
}
