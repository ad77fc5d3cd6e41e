package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code extract} from a registry that dies, and again. */
@Timeout(300)
class ExtractAgainTest {
    private static final int FILES = 80;
    private static final int FILE = 256 << 10;
    private static final int LARGE = 12 << 20;
    private static final long ALL = (long) FILES * FILE + LARGE;

    private final Faults faults = new Faults();
    private BuiltImage image;
    private LayoutRegistry registry;
    private Path into;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws Exception {
        SourceTree tree = new SourceTree().directory("/d");
        Random random = new Random(11);
        for (int i = 0; i < FILES; i++) {
            tree.file("/d/file" + i, bytes(random, FILE));
        }
        tree.file("/large", bytes(random, LARGE)).symlink("/link", "large").hardLink("/other", "/large");
        image = ImageBuilder.v6().chunkSize(0x10000).build(tree);
        registry = LayoutRegistry.start("demo", faults);
        BuiltRegistryImage.add(registry, "image", image, Files.createDirectory(directory.resolve("scratch")));
        into = directory.resolve("rootfs");
        cli = new Cli(directory).with("NYDUSVIEW_NO_CACHE", "1").with("NYDUSVIEW_RETRY_FOR", "0");
    }

    @AfterEach
    void close() {
        faults.release();
        registry.close();
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String[] command() {
        return new String[] {"extract", registry.reference("image"), into.toString()};
    }

    /** Bytes of ranges that were asked for since {@code first}, spoiled ones too. */
    private long bytesSince(int first) {
        return faults.ranges().stream()
                .skip(first)
                .map(range -> range.substring(range.indexOf('=') + 1).split("-", -1))
                .mapToLong(ends -> Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1)
                .sum();
    }

    private void assertComplete() throws IOException {
        Listing found = DirectoryListing.of(into);
        image.listing()
                .entries()
                .forEach((path, entry) ->
                        assertThat(found.entries().get(path).sha256()).as(path).isEqualTo(entry.sha256()));
        assertThat(found.entries()).hasSameSizeAs(image.listing().entries());
        assertThat(Files.readAttributes(into.resolve("large"), "unix:ino").get("ino"))
                .isEqualTo(
                        Files.readAttributes(into.resolve("other"), "unix:ino").get("ino"));
    }

    private long written() throws IOException {
        try (Stream<Path> files = Files.walk(into)) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (UncheckedIOException | NoSuchFileException e) {
            return 0; // names change while it is being written to
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4})
    void onlyWhatIsMissingIsFetched(int answered) throws Exception {
        faults.spoil(Faults.Kind.GONE, answered, Integer.MAX_VALUE);
        Cli.Result failed = cli.run(command());
        assertThat(failed.code()).as(failed.err()).isEqualTo(1);
        assertThat(failed.err())
                .contains(into + " is incomplete, with ")
                .endsWith("; the same command goes on with it\n");
        long there = written();
        int before = faults.ranged();

        faults.spoil(Faults.Kind.NONE, 0, 0);
        Cli.Result again = cli.run(command());

        assertThat(again.code()).as(again.err()).isZero();
        assertComplete();
        long late = 8 << 20; // a request of the first command that the registry sees only now
        assertThat(bytesSince(before)).isBetween(ALL - there, ALL - there + ALL / 20 + late);
        if (there > 1 << 20) {
            assertThat(again.err()).contains(" of them there before, ");
        }
    }

    @Test
    void killedProcessesAreGoneOnWith() throws Exception {
        faults.spoil(Faults.Kind.STALL, 2, Integer.MAX_VALUE);
        Process process = cli.process(Main.class, command());
        while (faults.ranged() < 3 || written() < 6 << 20) {
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(50);
        }
        Cli.Result meanwhile = cli.run(command());
        assertThat(meanwhile.err()).contains("another process writes to it");
        process.destroyForcibly().waitFor();
        int before = faults.ranged();

        faults.release();
        faults.spoil(Faults.Kind.NONE, 0, 0);
        Cli.Result again = cli.run(command());

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(bytesSince(before)).isLessThan(ALL - (5 << 20));
        assertComplete();
    }

    @Test
    void otherImagesDoNotGoOnWithIt(@TempDir Path scratch) throws Exception {
        faults.spoil(Faults.Kind.GONE, 2, Integer.MAX_VALUE);
        assertThat(cli.run(command()).code()).isEqualTo(1);
        faults.spoil(Faults.Kind.NONE, 0, 0);
        BuiltImage other = ImageBuilder.v6().build(new SourceTree().file("/large", new byte[9]));
        BuiltRegistryImage.add(registry, "other", other, scratch);

        Cli.Result result = cli.run("extract", registry.reference("other"), into.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains(into + " has a part of the image with the bootstrap sha256:")
                .endsWith(": remove it, or name another directory\n");
    }
}
