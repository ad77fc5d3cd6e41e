package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code extract} from its user's view; the files are tested in the module that writes them. */
class ExtractCommandTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final String SOURCE = "bootstrap:" + IMAGE.bootstrap();

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory).with("NYDUSVIEW_BLOB_DIR", IMAGE.blobs().toString());
    }

    @Test
    void writesADirectoryFromARegistryWithFewRequests() throws IOException {
        Path into = directory.resolve("new");
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            Cli.Result result = cli.run(
                    "extract",
                    "--no-same-owner",
                    registry.reference("nydus-v6"),
                    into.toString(),
                    "/usr/lib/os-release");

            assertThat(result.code()).isZero();
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .matches("nydusview: 4 files written, \\d+ B; .* fetched in 1 request, 0 chunks from the cache\n");
        }
        assertThat(into.resolve("usr/lib/os-release")).content().contains("ID=");
        assertThat(into.resolve("etc")).doesNotExist();
    }

    @Test
    void moreThanIsAllowedIsRefused() {
        Cli.Result bytes = cli.run("extract", "-q", "--max-size", "1k", SOURCE, "-");
        assertThat(bytes.code()).isEqualTo(1);
        assertThat(bytes.err())
                .contains(": the image has more than 1024 bytes; allow more with --max-size; the archive"
                        + " is incomplete, with ");
        Cli.Result files = cli.run(
                "extract",
                "-q",
                "--max-files",
                "3",
                SOURCE,
                directory.resolve("few").toString());
        assertThat(files.code()).isEqualTo(1);
        assertThat(files.err()).contains(": the image has more than 3 files; allow more with --max-files; ");
    }

    @Test
    void writesAnArchive() {
        Cli.Result result = cli.run("extract", "-q", SOURCE, "-", "/etc", "/dev/sock");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("./\0")
                .contains("./etc/passwd\0", "root:")
                .contains("ustar\00000");
        assertThat(result.err()).isEqualTo("nydusview: 1 socket left out, the first at /dev/sock\n");
    }

    @Test
    void refusesWhatItCannotWriteTo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(cli.run("extract", SOURCE, directory.toString()))
                .isEqualTo(new Cli.Result(
                        1, "", "nydusview: " + directory + " is not empty: name an empty directory or a new one\n"));
        assertThat(cli.run("extract", SOURCE, file.toString()).err())
                .isEqualTo("nydusview: " + file + " is not a directory\n");
        assertThat(cli.run("extract", SOURCE, directory.resolve("a/b").toString())
                        .err())
                .isEqualTo("nydusview: " + directory.resolve("a/b") + ": no such file or directory\n");
        assertThat(cli.run("extract", SOURCE).code()).isEqualTo(2);
    }

    @Test
    void missingPathsAreExplained() {
        assertThat(cli.run("extract", SOURCE, directory.resolve("new").toString(), "/etc/nothing"))
                .isEqualTo(new Cli.Result(
                        3,
                        "",
                        "nydusview: /etc/nothing: no such file or directory in the image; symbolic links are not "
                                + "followed, and `ls` lists the files\n"));
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void archiveIsNotWrittenToATerminal() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                Map.of("HOME", directory.toString()),
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Terminal(false, true, false));

        assertThat(Nydusview.run(environment, "extract", SOURCE, "-")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("nydusview: an archive is not written to a terminal: redirect standard output, or name a "
                        + "directory\n");
    }

    @Test
    void damageIsNamedAndWhatIsThereCalledIncomplete() throws IOException {
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        try (Stream<Path> originals = Files.list(IMAGE.blobs())) {
            for (Path original : originals.toList()) {
                byte[] bytes = Files.readAllBytes(original);
                bytes[0] ^= 1;
                Files.write(blobs.resolve(original.getFileName().toString()), bytes);
            }
        }
        Path into = directory.resolve("new");

        Cli.Result result =
                cli.run("extract", "--no-cache", SOURCE, "--blob-dir", blobs.toString(), into.toString(), "/big/mixed");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err())
                .startsWith("nydusview: /big/mixed: chunk 0 of blob ")
                .endsWith("; " + into + " is incomplete, with 2 files; the same command goes on with it\n");
    }
}
