package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations as an engine calls them, without a mount. */
class ImageFileSystemTest {
    private static final Caller CALLER = new Caller(new ProcessIdentity(42, 41, 40), "/asked/path");

    private final ReadLedger ledger = new ReadLedger();

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void listingStartsWithDotsAndGoesOnFromAnyOffset(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        long many = fs.lookup(fs.root(), RawName.of("many"));
        List<String> whole = list(fs, many, 0, Integer.MAX_VALUE);
        assertThat(whole).hasSize(152).startsWith(". 1 " + many, ".. 2 " + fs.root());
        List<String> inPieces = new ArrayList<>();
        long offset = 0;
        while (inPieces.size() < whole.size()) {
            List<String> piece = list(fs, many, offset, 7);
            inPieces.addAll(piece);
            offset = Long.parseLong(piece.get(piece.size() - 1).split(" ", -1)[1]);
        }
        assertThat(inPieces).isEqualTo(whole);
        assertThat(list(fs, many, offset, 7)).isEmpty();
    }

    /** Entries as "name offset inode"; the filler refuses the entry after {@code room}, as a full buffer does. */
    private static List<String> list(ImageFileSystem fs, long directory, long offset, int room) throws IOException {
        List<String> entries = new ArrayList<>();
        fs.readdir(directory, offset, (name, inode, type, next) -> {
            if (entries.size() == room) {
                return false;
            }
            return entries.add(name + " " + next + " " + inode);
        });
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void listingWithAttributesIsTheSame(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        List<String> plain = new ArrayList<>();
        fs.readdir(fs.root(), 0, (name, inode, type, next) -> plain.add(name + " " + inode + " " + type + " " + next));
        List<String> plus = new ArrayList<>();
        fs.readdirplus(fs.root(), 0, new EntryBuffer(), entry -> {
            long next = ImageFileSystem.offset(entry);
            assertThat(entry.isDecoded()).isEqualTo(next > ImageFileSystem.DOTS);
            if (entry.isDecoded()) {
                Inode inode = fs.getattr(entry.number());
                assertThat(entry.inode(inode.offset())).isEqualTo(inode);
            }
            return plus.add(entry.rawName() + " " + entry.number() + " " + entry.type() + " " + next);
        });
        assertThat(plus).hasSizeGreaterThan(5).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void attributesNamesAndTargets(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        long dev = fs.lookup(fs.root(), RawName.of("dev"));
        Inode device = fs.getattr(fs.lookup(dev, RawName.of("bigminor")));
        assertThat(device.type()).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(device.rdevMajor()).isEqualTo(511);
        assertThat(device.rdevMinor()).isEqualTo(0x12345);
        long links = fs.lookup(fs.root(), RawName.of("links"));
        assertThat(fs.readlink(fs.lookup(links, RawName.of("escape")), List.of(RawName.of("links"))))
                .hasToString("../../../../../../etc/passwd");
        assertThat(fs.lookup(links, RawName.of("hard0"))).isEqualTo(fs.lookup(links, RawName.of("hard3")));
        assertThat(fs.statfs().maxName()).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void xattrs(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        long file = fs.lookup(fs.lookup(fs.root(), RawName.of("xattr")), RawName.of("user"));
        assertThat(new String(fs.listxattr(file), StandardCharsets.UTF_8).split("\0", -1))
                .containsExactlyInAnyOrder("user.comment", "user.empty", "user.bin", "");
        assertThat(fs.getxattr(file, "user.bin".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new byte[] {0, 1, -1, 0});
        assertThat(fs.getxattr(file, "user.empty".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(errno(() -> fs.getxattr(file, "user.none".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Errno.ENODATA);
        assertThat(fs.listxattr(fs.root())).isEmpty();
        long foreign = fs.lookup(fs.lookup(fs.root(), RawName.of("perms")), RawName.of("biguid"));
        assertThat(fs.getxattr(foreign, "security.nydusview.owner".getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("4000000000:3000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void whatIsNotThereHasItsNumber(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        long etc = fs.lookup(fs.root(), RawName.of("etc"));
        long passwd = fs.lookup(etc, RawName.of("passwd"));
        assertThat(errno(() -> fs.lookup(etc, RawName.of("none")))).isEqualTo(Errno.ENOENT);
        assertThat(errno(() -> fs.lookup(passwd, RawName.of("x")))).isEqualTo(Errno.ENOTDIR);
        assertThat(errno(() -> fs.readlink(passwd, List.of()))).isEqualTo(Errno.EINVAL);
        assertThat(errno(() -> fs.getattr(1L << 40))).isEqualTo(Errno.EUCLEAN);
        assertThatThrownBy(() -> fs.lookup(etc, RawName.of("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void readsStopAtTheEndOfTheFile(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        long data = fs.lookup(fs.root(), RawName.of("data"));
        OpenFile file = fs.open(fs.lookup(data, RawName.of("t8193")), CALLER);
        assertThat(fs.read(file, 8000, ByteBuffer.allocate(1000))).isEqualTo(193);
        assertThat(fs.read(file, 8193, ByteBuffer.allocate(1000))).isZero();
        assertThat(fs.read(file, Long.MAX_VALUE, ByteBuffer.allocate(1000))).isZero();
        assertThat(ledger.totals()).isEqualTo(new ReadLedger.Totals(1, 1, 3, 193, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-zstd-4k"})
    void failedOpensAreEntered(String kind) throws IOException {
        ImageFileSystem fs = open(kind);
        assertThatThrownBy(() -> fs.open(fs.root(), CALLER)).hasMessage("/asked/path is a directory");
        assertThat(ledger.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.pid()).isEqualTo(42);
            assertThat(failure.path()).isEqualTo("/asked/path");
            assertThat(failure.cause()).isEqualTo("/asked/path is a directory");
        });
    }

    private interface Request {
        void run() throws IOException;
    }

    private static Errno errno(Request request) {
        try {
            request.run();
        } catch (IOException e) {
            return ErrnoMapping.ofMetadata(e);
        }
        throw new AssertionError("did not fail");
    }

    private ImageFileSystem open(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        RafsImage image = RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())));
        BlobChunkSource source = new BlobChunkSource(image, new DirectoryBlobs(golden.blobs()));
        return new ImageFileSystem(image, new FileReader(image.tree(), source), ledger, ServeOptions.DEFAULT);
    }
}
