package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.GoldenImage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --overlay}, with the layers that a golden image was merged from. */
class OverlayOptionTest {
    private static final String MERGED =
            """
            /added
            /keep
            /keep/b
            /link
            /opaque
            /opaque/new
            /opaque/new/f
            /replaced
            /same
            /same2
            """;

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory);
    }

    private static String layer(String kind, int index) {
        return "bootstrap:" + GoldenImage.of(kind).layers().get(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-merged", "v6-merged"})
    void layersAreSeenAsOneImage(String kind) {
        String low = layer(kind, 0);
        String up = layer(kind, 1);
        cli.with("NYDUSVIEW_BLOB_DIR", GoldenImage.of(kind).blobs().toString());

        assertThat(cli.run("ls", "-R", up, "--overlay", low).out()).isEqualTo(MERGED);
        assertThat(cli.run("cat", "--overlay", low, up, "/replaced", "/same").out())
                .isEqualTo("file\nsame\n");
        assertThat(cli.run("stat", "--overlay", low, up, "/.wh.gone").code()).isEqualTo(3);
        assertThat(cli.run("stat", up, "/.wh.gone").code()).isZero();
        Path into = directory.resolve("into");
        assertThat(cli.run("extract", "--no-same-owner", "--overlay", low, up, into.toString())
                        .code())
                .isZero();
        assertThat(into.resolve("opaque/new/f")).hasContent("new");
        assertThat(into.resolve("gone")).doesNotExist();
    }

    @Test
    void severalLayersComeFromTheirVariableToo() {
        String low = layer("v6-merged", 0);
        cli.with("NYDUSVIEW_OVERLAY", low + "," + low);

        assertThat(cli.run("ls", "-R", layer("v6-merged", 1)).out()).isEqualTo(MERGED);
    }

    @Test
    void missingLayerIsNamed() {
        Cli.Result result = cli.run("ls", layer("v6-merged", 1), "--overlay", "bootstrap:" + directory.resolve("none"));

        assertThat(result)
                .isEqualTo(new Cli.Result(
                        3,
                        "",
                        "nydusview: the bootstrap " + directory.resolve("none")
                                + " does not exist or is not a file\n"));
    }
}
