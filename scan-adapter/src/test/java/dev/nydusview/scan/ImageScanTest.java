package dev.nydusview.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.built.BuiltBlobs;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.scanner.CustomProgram;
import dev.nydusview.scan.scanner.ReportFormat;
import dev.nydusview.scan.scanner.ReportShape;
import dev.nydusview.scan.scanner.ScanRequest;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shell scripts as scanners of a real mount, one file of which cannot be read for the first few times. */
@Tag("mount")
class ImageScanTest {
    private static final String NAME = "localhost/app@sha256:0";
    private static final byte[] BROKEN = "broken".getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final AtomicInteger failuresLeft = new AtomicInteger(Integer.MAX_VALUE);
    private SourceTree tree = new SourceTree()
            .directory("/etc")
            .file("/etc/name", "of the image".getBytes(StandardCharsets.UTF_8))
            .file("/broken", BROKEN)
            .symlink("/link", "/etc/name");

    @BeforeEach
    void needsFuse() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
    }

    private static Scanner shell(String script) {
        return new CustomProgram(List.of("sh", "-c", script, "sh", "{}"));
    }

    private ScanOutcome scan(int retries, Scanner... scanners) throws Exception {
        Map<Scanner, List<String>> extra = new LinkedHashMap<>();
        for (Scanner scanner : scanners) {
            extra.put(scanner, List.of());
        }
        ScanSettings settings = new ScanSettings(
                Set.of(),
                ReportFormat.TABLE,
                ProfileChoice.SHIPPED,
                ResultReuse.NONE,
                new MountSettings(Duration.ofMinutes(5), retries, -1, 1 << 30, null, List.of(), Engines.standard()));
        try (ImageScan scan =
                ImageScan.prepare("localhost/app", extra, settings, System.getenv(), new PrintStream(messages, true))) {
            return scan.run(image(tree));
        }
    }

    private ScanImage image(SourceTree source) throws IOException {
        BuiltImage built = ImageBuilder.v6().build(source);
        RafsImage rafs = RafsImage.open(ByteBuffer.wrap(built.bootstrap()));
        BuiltBlobs blobs = new BuiltBlobs(built);
        ChunkSource chunks = new Failing(new BlobChunkSource(rafs, blobs));
        OpenImage contents = new Contents(
                rafs,
                new FileReader(rafs.tree(), chunks),
                chunks,
                new ImageChunkLocator(rafs, new BlobMetaReader(Map.of(), blobs, rafs.bootstrapBlob())));
        ScanImage.Facts facts = new ScanImage.Facts(
                NAME, null, "sha256:1", 1000, () -> null, () -> null, () -> Receipt.TransferEntry.NONE);
        return new ScanImage.Lazy(facts, contents);
    }

    private record Contents(RafsImage rafs, FileReader files, ChunkSource chunks, ChunkLocator locator)
            implements OpenImage {}

    @Test
    void aScannerThatReadsAllItWantsIsComplete() throws Exception {
        ScanOutcome outcome = scan(0, shell("echo \"$1:\"; cat \"$1/link\"; echo to you >&2"));

        assertThat(outcome.receipt().complete()).isTrue();
        assertThat(outcome.receipt().attempts()).isOne();
        assertThat(outcome.receipt().verified().chunks()).isOne();
        assertThat(outcome.scanners()).singleElement().satisfies(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.COMPLETE);
            assertThat(text(result)).isEqualTo(NAME + ":\nof the image");
            assertThat(result.entry().problems()).isEmpty();
        });
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEqualTo("to you\n");
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("nydusview:" + NAME);
    }

    @Test
    void aReadThatFailedMakesItIncompleteWhateverItSays() throws Exception {
        ScanOutcome outcome = scan(
                0, shell("cat \"$1/broken\" 2>/dev/null; echo nothing found; exit 0"), shell("cat \"$1/etc/name\""));

        assertThat(outcome.receipt().complete()).isFalse();
        ScannerResult first = outcome.scanners().get(0);
        assertThat(first.verdict()).isEqualTo(Verdict.UNREAD);
        assertThat(first.entry().verdict()).isEqualTo("incomplete");
        assertThat(first.entry().problems()).singleElement().asString().matches("\\d+ reads? failed");
        assertThat(text(first)).isEqualTo("nothing found\n");
        assertThat(outcome.scanners().get(1).verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void whatIsIncompleteIsTriedAgainAndTheRestIsNot() throws Exception {
        failuresLeft.set(1);
        ScanOutcome outcome =
                scan(1, shell("dd if=\"$1/broken\" bs=6 count=1 2>/dev/null"), shell("cat \"$1/etc/name\"; echo >&2"));

        assertThat(outcome.receipt().complete()).isTrue();
        assertThat(outcome.receipt().attempts()).isEqualTo(2);
        assertThat(text(outcome.scanners().get(0))).isEqualTo("broken");
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEqualTo("\n");
    }

    @Test
    void endsThatTellNothing() throws Exception {
        ScanOutcome outcome = scan(
                1,
                shell("kill -9 $$"),
                shell("exit 3"),
                shell("printf 'a\\0b'"),
                new CustomProgram(List.of("no-such-program")));

        assertThat(outcome.receipt().attempts()).isOne();
        assertThat(outcome.scanners())
                .extracting(ScannerResult::verdict)
                .containsExactly(Verdict.BROKEN, Verdict.FAILED, Verdict.BROKEN, Verdict.BROKEN);
        assertThat(outcome.scanners())
                .extracting(result -> result.entry().problems())
                .containsExactly(
                        List.of("sh was killed by signal 9"),
                        List.of(),
                        List.of(
                                "the output of sh is not a report: it has bytes that are not text (it ended with exit code 0)"),
                        List.of("no-such-program is not installed, or not on the PATH"));
        assertThat(outcome.scanners().get(1).entry().exitCode()).isEqualTo(3);
    }

    /**
     * Makes nested directories, and a file whose path has {@code length} bytes: in a container up to 4095 are possible.
     */
    private static SourceTree deep(int length) {
        SourceTree tree = new SourceTree();
        StringBuilder path = new StringBuilder();
        while (length - path.length() > 250) {
            path.append('/').append("d".repeat(199));
            tree.directory(path.toString());
        }
        path.append('/').append("f".repeat(length - path.length()));
        return tree.file(path.toString(), "of the image".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPathThatFitsIntoFewBytesBesideTheMountPointIsRead() throws Exception {
        tree = deep(4086);
        ScanOutcome outcome = scan(0, shell("find \"$1\" -type f | xargs cat"));

        assertThat(outcome.receipt().complete())
                .as(outcome.scanners().get(0).entry().toString())
                .isTrue();
        assertThat(text(outcome.scanners().get(0))).isEqualTo("of the image");
    }

    @Test
    void aPathThatOnlyAContainerCanOpenMakesItIncomplete() throws Exception {
        tree = deep(4095);
        ScanOutcome outcome = scan(0, shell("find \"$1\" -type f | xargs cat 2>/dev/null; exit 0"));

        assertThat(outcome.receipt().complete()).isFalse();
        assertThat(outcome.scanners().get(0).verdict()).isEqualTo(Verdict.UNREAD);
        assertThat(outcome.scanners().get(0).entry().access().failures()).anySatisfy(failure -> {
            assertThat(failure.path()).hasSize(4095);
            assertThat(failure.cause()).startsWith("has a path of 4104 bytes under /tmp/");
        });
    }

    /** The same script, as a scanner that has room for paths of 1023 bytes only. */
    private record Narrow(Scanner scanner) implements Scanner {
        @Override
        public int maxPath() {
            return 1023;
        }

        @Override
        public String name() {
            return "narrow";
        }

        @Override
        public String program() {
            return scanner.program();
        }

        @Override
        public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
            return scanner.arguments(request);
        }

        @Override
        public boolean startsEarly() {
            return false;
        }

        @Override
        public ReportShape shape(ScanRequest request) {
            return scanner.shape(request);
        }
    }

    @Test
    void aPathThatAScannerHasNoRoomForMakesThatOneIncomplete() throws Exception {
        String find = "find \"$1\" -type f | xargs cat";
        tree = deep(1015);
        ScanOutcome longer = scan(0, new Narrow(shell(find)), shell(find));
        tree = deep(1014);
        ScanOutcome fits = scan(0, new Narrow(shell(find)));

        assertThat(longer.scanners().get(0).verdict()).isEqualTo(Verdict.UNREAD);
        assertThat(longer.scanners().get(0).entry().problems())
                .singleElement()
                .asString()
                .startsWith("narrow skips paths of more than 1023 bytes, such as /ddd");
        assertThat(longer.scanners().get(1).verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(fits.receipt().complete()).isTrue();
    }

    private static String text(ScannerResult result) {
        return new String(result.report().bytes(), StandardCharsets.UTF_8);
    }

    /** Fails for the chunk of {@code /broken}, the only one of its size. */
    private final class Failing implements ChunkSource {
        private final ChunkSource source;

        Failing(ChunkSource source) {
            this.source = source;
        }

        @Override
        public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
            return chunks.stream().map(this::request).toList();
        }

        private CompletableFuture<ByteBuffer> request(ChunkRef chunk) {
            if (chunk.size() == BROKEN.length && failuresLeft.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(new IOException("the registry has gone"));
            }
            return source.request(List.of(chunk)).get(0);
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
