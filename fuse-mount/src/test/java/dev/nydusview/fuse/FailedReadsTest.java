package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which of the kernel's failed reads count as failures of a process, on real mounts. */
@Tag("mount")
class FailedReadsTest {
    private static final int CHUNK = BuiltTree.CHUNK;
    private static final byte[] CONTENT = BuiltTree.content(1, 4 * CHUNK);
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final Ahead ahead = new Ahead();
    private Path file;

    @BeforeEach
    void needsFuse() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
    }

    @BeforeEach
    void names() {
        file = directory.resolve("large");
    }

    /** Mounts an image whose second chunk cannot be read the first {@code failures} times. */
    private ImageMount mount(int failures) throws IOException {
        BuiltTree built =
                BuiltTree.of(new SourceTree().file("/large", CONTENT).file("/small", BuiltTree.text("small")));
        BrokenSource source = new BrokenSource(built.source(), CHUNK, failures);
        return TestMounts.start(
                built.image(),
                new FileReader(built.image().tree(), source),
                directory,
                BuiltTree.options(ServeOptions.DEFAULT),
                ahead);
    }

    private ImageMount mount() throws IOException {
        return mount(Integer.MAX_VALUE);
    }

    @Test
    void whatOnlyTheKernelReadsIsNoFailure() throws Exception {
        try (ImageMount mount = mount()) {
            PageCache.willNeed(file, 0, CONTENT.length);
            assertThat(ahead.failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(firstBytes(CHUNK)).isEqualTo(Arrays.copyOf(CONTENT, CHUNK));
            assertThat(mount.ledger().failures()).isEmpty();
            assertThat(mount.ledger().totals().failures()).isZero();
        }
    }

    @Test
    void readerOfWhatIsBeforeItGetsItsBytes() throws Exception {
        try (ImageMount mount = mount()) {
            assertThat(firstBytes(CHUNK)).isEqualTo(Arrays.copyOf(CONTENT, CHUNK));
            assertThat(ahead.failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void itIsAFailureOnceItIsRead() throws Exception {
        try (ImageMount mount = mount()) {
            PageCache.willNeed(file, 0, CONTENT.length);
            assertThat(ahead.failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mount.ledger().failures()).isEmpty();
            assertThatThrownBy(() -> read(CHUNK + PAGE, 1)).hasMessageContaining("Input/output error");
            assertThat(mount.ledger().failures()).isNotEmpty().allSatisfy(failure -> {
                assertThat(failure.path()).isEqualTo("/large");
                assertThat(failure.offset()).isEqualTo(CHUNK + PAGE);
                assertThat(failure.cause()).isEqualTo("the registry has gone");
            });
            assertThat(read(2 * CHUNK, CHUNK)).isEqualTo(Arrays.copyOfRange(CONTENT, 2 * CHUNK, 3 * CHUNK));
        }
    }

    @Test
    void itIsAFailureWithoutReadAheadBefore() throws Exception {
        try (ImageMount mount = mount()) {
            assertThatThrownBy(() -> Files.readAllBytes(file)).hasMessageContaining("Input/output error");
            assertThat(mount.ledger().totals().failures()).isPositive();
        }
    }

    @Test
    void whatARetryHealsIsNoFailure() throws Exception {
        try (ImageMount mount = mount(1)) {
            assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
            assertThat(ahead.failed.getCount()).isZero();
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void directReadsCountAtOnce() throws Exception {
        try (ImageMount mount = mount()) {
            assertThat(direct(0)).isZero();
            assertThat(mount.ledger().failures()).isEmpty();
            assertThat(direct(1)).isNotZero();
            assertThat(mount.ledger().failures()).singleElement().satisfies(failure -> assertThat(failure.offset())
                    .isEqualTo(CHUNK));
            assertThat(ahead.failed.getCount()).isOne();
        }
    }

    /** Exit code of a program that reads one chunk past the page cache. */
    private int direct(int chunk) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        "dd", "if=" + file, "of=/dev/null", "bs=" + CHUNK, "count=1", "skip=" + chunk, "iflag=direct")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** The process gets a SIGBUS, which a JVM turns into an error. */
    @Test
    void mappedReadsCount() throws Exception {
        try (ImageMount mount = mount()) {
            assertThatThrownBy(() -> MappedReader.hash(file)).hasMessageContaining("InternalError");
            assertThat(mount.ledger().failures()).isNotEmpty().allSatisfy(failure -> assertThat(failure.offset())
                    .isBetween((long) CHUNK, 2L * CHUNK - 1));
            assertThat(MappedReader.hash(directory.resolve("small")))
                    .isEqualTo(Arrays.hashCode(BuiltTree.text("small")));
        }
    }

    @Test
    void aSmallFileIsReadByItsPages() throws Exception {
        try (ImageMount mount = mount()) {
            assertThat(directory.resolve("small")).hasContent("small");
            assertThat(mount.ledger().totals()).isEqualTo(new ReadLedger.Totals(1, 1, 1, 5, 0));
        }
    }

    private byte[] firstBytes(int length) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(length);
        }
    }

    private byte[] read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {}
        }
        return bytes.array();
    }

    /** Waits for a failure of a read ahead. */
    private static final class Ahead implements AccessListener {
        private final CountDownLatch failed = new CountDownLatch(1);

        @Override
        public FileListener opened(Inode inode, Caller caller) {
            return new FileListener() {
                @Override
                public void failedAhead(long offset, long length, Throwable cause) {
                    failed.countDown();
                }
            };
        }

        @Override
        public void failed(Caller caller, Throwable cause) {}
    }
}
