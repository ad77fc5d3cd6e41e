package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cache prune --image}: two images of one blob, and one with a blob of its own. */
class CachedImagesTest {
    private static final String NONE = "removed 0 parts of blobs, 0 bootstraps, 0 unpacked images, ";

    private Path directory;
    private Cli cli;
    private LayoutRegistry registry;

    @BeforeEach
    void fill(@TempDir Path directory) throws Exception {
        this.directory = directory;
        cli = new Cli(directory);
        registry = LayoutRegistry.start("demo");
        add("first", 1, "a");
        add("again", 1, "a");
        add("second", 1, "b");
        add("other", 2, "a");
        for (String tag : new String[] {"first", "again", "second", "other"}) {
            assertThat(extract(tag).code()).isZero();
        }
    }

    /** Adds an image whose blob depends on {@code seed} only. */
    private void add(String tag, int seed, String link) throws Exception {
        byte[] content = new byte[9 << 20];
        new Random(seed).nextBytes(content);
        SourceTree tree = new SourceTree().file("/file", content).symlink("/link", link);
        Path scratch = Files.createDirectory(directory.resolve("scratch-" + tag));
        BuiltRegistryImage.add(registry, tag, ImageBuilder.v6().build(tree), scratch);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Cli.Result extract(String tag, String... options) throws IOException {
        Path into = Files.createTempDirectory(directory, tag);
        String[] words = new String[options.length + 3];
        words[0] = "extract";
        words[1] = registry.reference(tag);
        words[2] = into.toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return cli.run(words);
    }

    private void assertCached(String tag, boolean cached) throws IOException {
        Cli.Result result = extract(tag, "--offline");
        assertThat(result.code()).as(result.err()).isEqualTo(cached ? 0 : 3);
    }

    private String prune(String... tags) {
        String[] words = new String[2 + 2 * tags.length];
        words[0] = "cache";
        words[1] = "prune";
        for (int i = 0; i < tags.length; i++) {
            words[2 + 2 * i] = "--image";
            words[3 + 2 * i] = registry.reference(tags[i]);
        }
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result.err();
    }

    @Test
    void chunksAndDocumentsOfOthersStay() throws IOException {
        assertThat(prune("first")).contains(NONE + "1 document ");
        assertCached("first", false);
        assertCached("again", true);
        assertThat(prune("again")).contains("removed 0 parts of blobs, 1 bootstrap, 0 unpacked images, 2 documents ");
        assertCached("again", false);
        assertCached("second", true);
        assertCached("other", true);
        assertThat(prune("second")).contains("removed 3 parts of blobs, 1 bootstrap, 0 unpacked images, 2 documents ");
        assertCached("second", false);
        assertCached("other", true);
    }

    @Test
    void severalImagesAreRemovedAtOnce() throws IOException {
        assertThat(prune("first", "again", "second"))
                .contains("removed 3 parts of blobs, 2 bootstraps, 0 unpacked images, 5 documents ");
        assertCached("other", true);
        assertThat(cli.run("cache", "ls").out())
                .contains(registry.reference("other"))
                .doesNotContain(":first", ":again", ":second");
        assertThat(cli.run("cache", "verify").code()).isZero();
    }

    @Test
    void nothingIsRemovedIfANameIsNotKnown() throws IOException {
        Cli.Result result = cli.run(
                "cache", "prune", "--image", registry.reference("other"), "--image", registry.reference("none"));
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains(registry.reference("none") + " is not in the cache; `nydusview cache ls` lists");
        assertCached("other", true);
        assertThat(cli.run("cache", "prune", "--image", "a b").code()).isEqualTo(1);
    }
}
