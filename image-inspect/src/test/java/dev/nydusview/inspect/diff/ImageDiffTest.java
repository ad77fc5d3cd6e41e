package dev.nydusview.inspect.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.inspect.TestImages;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.Hash;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDiffTest {
    private static final DiffOptions ALL = new DiffOptions(false, false);
    private static final byte[] CONTENT = TestImages.text("content");
    private static final Attributes FILE = Attributes.FILE;

    private final List<Change> changes = new ArrayList<>();
    private final List<String> damage = new ArrayList<>();

    private static ImageBuilder<?> builder() {
        return ImageBuilder.v6().compression(Compression.NONE);
    }

    private static RafsImage image(ImageBuilder<?> builder, SourceTree tree) throws IOException {
        return TestImages.of(builder, tree).image();
    }

    private DiffSummary diff(RafsImage before, RafsImage after, DiffOptions options) throws IOException {
        TreeWalk.Damage log = (path, failure) -> damage.add(path.toString());
        return ImageDiff.run(before, after, options, changes::add, log);
    }

    private DiffSummary diff(SourceTree before, SourceTree after) throws IOException {
        return diff(image(builder(), before), image(builder(), after), ALL);
    }

    private List<String> lines() {
        return changes.stream()
                .map(change ->
                        change.change().sign() + change.path() + (change.what().isEmpty() ? "" : " " + change.what()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sameImagesDifferInNothing(boolean v5) throws IOException {
        SourceTree tree = new SourceTree().directory("/d").file("/d/f", CONTENT).symlink("/l", "d");
        ImageBuilder<?> builder = v5 ? ImageBuilder.v5() : ImageBuilder.v6();
        DiffSummary summary = diff(image(builder, tree), image(ImageBuilder.v6(), tree), ALL);
        assertThat(changes).isEmpty();
        assertThat(summary).isEqualTo(new DiffSummary(0, 0, 0, 0, 0, 0, 0, 0, true));
    }

    @Test
    void eachKindOfChangeIsNamed() throws IOException {
        diff(
                new SourceTree()
                        .file("/content", CONTENT)
                        .characterDevice("/device", 1, 3, FILE)
                        .file("/links", CONTENT)
                        .file("/mode", CONTENT)
                        .file("/mtime", CONTENT)
                        .file("/owner", CONTENT)
                        .file("/size", CONTENT)
                        .symlink("/target", "a")
                        .file("/type", CONTENT)
                        .file("/xattr", CONTENT, FILE.xattr("user.a", "1").xattr("user.gone", "1")),
                new SourceTree()
                        .file("/content", TestImages.text("CONTENT"))
                        .characterDevice("/device", 1, 5, FILE)
                        .file("/links", CONTENT)
                        .hardLink("/links2", "/links")
                        .file("/mode", CONTENT, FILE.permissions(04755))
                        .file("/mtime", CONTENT, FILE.mtime(1_600_000_000, 1))
                        .file("/owner", CONTENT, FILE.owner(0, 1))
                        .file("/size", TestImages.text("contents"))
                        .symlink("/target", "b")
                        .directory("/type", FILE)
                        .file("/xattr", CONTENT, FILE.xattr("user.a", "2").xattr("user.b", "1")));
        assertThat(lines())
                .containsExactly(
                        "~/content [content]",
                        "~/device [device]",
                        "~/links [links]",
                        "+/links2",
                        "~/mode [mode]",
                        "~/mtime [mtime]",
                        "~/owner [owner]",
                        "~/size [content, size]",
                        "~/target [target]",
                        "~/type [type]",
                        "~/xattr [xattr user.a, xattr user.gone, xattr user.b]");
        assertThat(changes.get(4).before()).isNotNull();
        assertThat(changes.get(4).after())
                .satisfies(after -> assertThat(after.mode()).isEqualTo("4755"));
    }

    @Test
    void directoriesBringWhatIsBelowThem() throws IOException {
        DiffSummary summary = diff(
                new SourceTree()
                        .directory("/gone")
                        .directory("/gone/deep")
                        .file("/gone/deep/f", CONTENT)
                        .directory("/turned")
                        .file("/turned/f", CONTENT),
                new SourceTree()
                        .directory("/new")
                        .file("/new/f", TestImages.text("new"))
                        .file("/turned", CONTENT, FILE.permissions(0755)));
        assertThat(lines())
                .containsExactly(
                        "-/gone", "-/gone/deep", "-/gone/deep/f", "+/new", "+/new/f", "~/turned [type]", "-/turned/f");
        assertThat(summary).isEqualTo(new DiffSummary(2, 4, 1, 0, 3, 14, 1, 3, true));
    }

    @Test
    void timesAndOwnersCanBeLeftOut() throws IOException {
        SourceTree before =
                new SourceTree().file("/f", CONTENT, FILE.owner(1, 1)).file("/g", CONTENT);
        SourceTree after =
                new SourceTree().file("/f", CONTENT, FILE.owner(2, 1)).file("/g", CONTENT, FILE.mtime(5, 0));
        diff(image(builder(), before), image(builder(), after), new DiffOptions(true, true));
        assertThat(changes).isEmpty();
        diff(image(builder(), before), image(builder(), after), new DiffOptions(true, false));
        assertThat(lines()).containsExactly("~/f [owner]");
    }

    @Test
    void digestsOfOtherAlgorithmsTellNothing() throws IOException {
        SourceTree tree = new SourceTree().file("/f", CONTENT).file("/empty", new byte[0]);
        DiffSummary summary = diff(image(builder(), tree), image(builder().hash(Hash.BLAKE3), tree), ALL);
        assertThat(lines()).containsExactly("~/f [content?]");
        assertThat(summary.comparable()).isFalse();
        assertThat(summary.unknown()).isOne();
        assertThat(summary.newChunks()).isOne();
    }

    @Test
    void onlyNewChunksAreCounted() throws IOException {
        byte[] first = TestImages.content(1, 3 * TestImages.CHUNK);
        byte[] second = first.clone();
        Arrays.fill(second, TestImages.CHUNK, TestImages.CHUNK + 10, (byte) 0);
        DiffSummary summary = diff(
                new SourceTree().file("/f", first),
                new SourceTree().file("/f", second).file("/copy", second));
        assertThat(lines()).containsExactly("+/copy", "~/f [content]");
        assertThat(summary.newChunks()).isOne();
        assertThat(summary.newStoredBytes()).isEqualTo(TestImages.CHUNK);
    }

    /** An entry that cannot be read in one image is left out; its neighbours are compared. */
    @Test
    void damageHidesNoNeighbour() throws IOException {
        SourceTree tree =
                new SourceTree().file("/a", CONTENT).file("/b", CONTENT).file("/c", CONTENT);
        byte[] bootstrap = builder().chunkSize(TestImages.CHUNK).build(tree).bootstrap();
        RafsImage sound = RafsImage.open(ByteBuffer.wrap(bootstrap.clone()));
        int inode = (int) TestImages.at(sound.tree(), "/b").inode().offset();
        Arrays.fill(bootstrap, inode, inode + 32, (byte) 0xff);
        SourceTree other =
                new SourceTree().file("/a", CONTENT).file("/b", CONTENT).file("/c", CONTENT, FILE.permissions(0600));

        diff(RafsImage.open(ByteBuffer.wrap(bootstrap)), image(builder(), other), ALL);

        assertThat(lines()).containsExactly("~/c [mode]");
        assertThat(damage).isNotEmpty().containsOnly("/b");
    }
}
