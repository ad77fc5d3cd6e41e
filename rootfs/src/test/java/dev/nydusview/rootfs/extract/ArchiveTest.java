package dev.nydusview.rootfs.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.MemoryTree;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rootfs.extract.sink.TarSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes that ustar does not have room for, byte by byte in an archive. */
class ArchiveTest {
    private final MemoryTree tree = new MemoryTree();

    private byte[] archive() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (Sink sink = new TarSink(archive)) {
            new Extraction(tree, new NoChunks(), Selection.all(), sink, Scratch.LIMITS).run();
        }
        return archive.toByteArray();
    }

    private static final class NoChunks implements ChunkSource {
        @Override
        public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
            assertThat(chunks).isEmpty();
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String listed(String... more) throws IOException, InterruptedException {
        String[] arguments = new String[more.length + 1];
        arguments[0] = "-tv";
        System.arraycopy(more, 0, arguments, 1, more.length);
        GnuTar tar = GnuTar.run(archive(), arguments);
        assertThat(tar.code()).as(tar.output()).isZero();
        return tar.output().lines().skip(1).reduce("", (a, b) -> a + b + "\n");
    }

    /** The records are GNU tar's own; its version 1.34 reads negative fractions back wrongly, so it is not asked. */
    @ParameterizedTest
    @CsvSource({
        "-1, 500000000, 22 mtime=-0.500000000",
        "-86401, 999999999, 26 mtime=-86400.000000001",
        "-2, 0, 12 mtime=-2",
        "1, 1, 21 mtime=1.000000001",
        "8589934592, 0, 20 mtime=8589934592",
    })
    void timesKeepTheirNanosecondsAndSign(long seconds, int nanos, String record) throws IOException {
        tree.file(MemoryTree.ROOT, "file", seconds, nanos);

        assertThat(latin1(archive())).contains("\0" + record + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "-2, 0, 1969-12-31 23:59:58",
        "1, 1, 1970-01-01 00:00:01.000000001",
        "8589934592, 0, 2242-03-16 12:56:32",
    })
    void tarShowsTheTimes(long seconds, int nanos, String shown) throws Exception {
        tree.file(MemoryTree.ROOT, "file", seconds, nanos);

        assertThat(listed("--full-time")).isEqualTo("-rwsr-xr-x 0/0               0 " + shown + " ./file\n");
    }

    @Test
    void plainAttributesNeedNoRecords() throws IOException {
        tree.file(MemoryTree.ROOT, "n".repeat(98), 8589934591L, 0);

        assertThat(latin1(archive())).doesNotContain("PaxHeaders").hasSize(10240);
    }

    @Test
    void longNamesAndTargetsKeepTheirBytes() throws Exception {
        tree.symlink(
                tree.directory(MemoryTree.ROOT, "d\u00ff".repeat(120)), "n\n\u0080".repeat(80), "t\u00fe".repeat(2000));

        String archive = latin1(archive());

        assertThat(archive).contains(" path=./" + "d\u00ff".repeat(120) + "/\n");
        assertThat(archive).contains(" path=./" + "d\u00ff".repeat(120) + "/" + "n\n\u0080".repeat(80) + "\n");
        assertThat(archive).contains("4015 linkpath=" + "t\u00fe".repeat(2000) + "\n");
        assertThat(listed("--quoting-style=literal")).contains(" -> " + "t\u00fe".repeat(2000));
    }

    @Test
    void extendedAttributesKeepTheirBytes() throws IOException {
        byte[] value = {0, '\n', '=', (byte) 0xff, ' '};
        tree.xattr(tree.file(MemoryTree.ROOT, "file", 0, 0), "user.a=b%\u00e9", value);

        assertThat(latin1(archive())).contains("37 SCHILY.xattr.user.a%3Db%25\u00e9=\0\n=\u00ff \n");
    }

    @Test
    void largeOwnersHaveRecords() throws Exception {
        tree.owned(MemoryTree.ROOT, "file", 4_294_967_294L, 2_097_152);

        assertThat(latin1(archive())).contains("18 uid=4294967294\n").contains("15 gid=2097152\n");
        assertThat(listed()).startsWith("-rw------- 4294967294/2097152 0 1970-01-01 00:00 ./file");
    }
}
