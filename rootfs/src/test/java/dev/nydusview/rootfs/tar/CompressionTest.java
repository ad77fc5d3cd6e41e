package dev.nydusview.rootfs.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.testdata.TarLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressionTest {
    private static final byte[] FIRST = random(200_000);
    private static final byte[] SECOND = random(70_001);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Arrays.fill(bytes, length / 2, length, (byte) 'x'); // both kinds of blocks
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /**
     * Returns a stream that gives a few bytes at a time and reports that none are available, as one from a network may.
     */
    private static InputStream hesitant(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, Math.min(length, 1000));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }

    private static byte[] unpacked(byte[] stored) throws IOException {
        try (InputStream content = Compression.decompressed(hesitant(stored))) {
            return content.readAllBytes();
        }
    }

    @Test
    void plainContentStaysAsItIs() throws IOException {
        for (int length : new int[] {0, 1, 2, 3, 4, 5, 100_000}) {
            byte[] content = Arrays.copyOf(SECOND, length);
            assertThat(unpacked(content)).isEqualTo(content);
        }
    }

    @Test
    void allMembersOfGzipAreUnpacked() throws IOException {
        byte[] stored = joined(TarLayer.gzip(FIRST), TarLayer.gzip(new byte[0]), TarLayer.gzip(SECOND));
        assertThat(unpacked(stored)).isEqualTo(joined(FIRST, SECOND));
    }

    /** Members end at every place of the buffers that they are read through. */
    @Test
    void membersOfGzipMayEndAnywhere() throws IOException {
        byte[] rest = TarLayer.gzip(SECOND);
        for (int length = 65_400; length < 65_600; length++) {
            byte[] first = Arrays.copyOf(FIRST, length);
            assertThat(unpacked(joined(TarLayer.gzip(first), rest)))
                    .as("%s bytes", length)
                    .isEqualTo(joined(first, SECOND));
        }
    }

    @Test
    void allFramesOfZstdAreUnpackedAndThoseWithoutContentSkipped() throws IOException {
        byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        byte[] stored = joined(skippable, TarLayer.zstd(FIRST), TarLayer.zstd(SECOND));
        assertThat(Compression.of(stored)).isEqualTo(Compression.ZSTD);
        assertThat(unpacked(stored)).isEqualTo(joined(FIRST, SECOND));
    }

    @Test
    void compressedContentThatEndsEarlyIsAnError() {
        byte[] gzip = TarLayer.gzip(FIRST);
        byte[] zstd = TarLayer.zstd(FIRST);
        for (byte[] stored : new byte[][] {gzip, zstd}) {
            for (int length : new int[] {4, 5, 20, stored.length / 2, stored.length - 1}) {
                assertThatThrownBy(() -> unpacked(Arrays.copyOf(stored, length)))
                        .as("%s of %s bytes", length, stored.length)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    /** Data after the last gzip member is ignored, as by gzip itself. */
    @Test
    void dataBehindTheLastMemberOfGzipIsIgnored() throws IOException {
        for (byte[] garbage : new byte[][] {new byte[1], new byte[10_000], {0x1f}, {0x1f, (byte) 0x8b, 9}, SECOND}) {
            assertThat(unpacked(joined(TarLayer.gzip(FIRST), garbage))).isEqualTo(FIRST);
        }
    }

    @Test
    void contentThatWasChangedIsAnError() {
        byte[] gzip = TarLayer.gzip(FIRST);
        gzip[gzip.length - 6] ^= 1; // of the checksum
        assertThatThrownBy(() -> unpacked(gzip)).isInstanceOf(IOException.class);
    }

    @Test
    void compressionIsToldByTheFirstBytes() {
        assertThat(Compression.of(TarLayer.gzip(FIRST))).isEqualTo(Compression.GZIP);
        assertThat(Compression.of(TarLayer.zstd(FIRST))).isEqualTo(Compression.ZSTD);
        assertThat(Compression.of(new byte[] {0x28, (byte) 0xb5, 0x2f})).isEqualTo(Compression.NONE);
        assertThat(Compression.of(new byte[0])).isEqualTo(Compression.NONE);
    }
}
