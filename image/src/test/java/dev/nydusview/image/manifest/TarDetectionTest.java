package dev.nydusview.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarDetectionTest {
    private static final byte[] TAR = SampleImage.tar(Map.of("bin/sh", new byte[] {1, 2, 3}));

    private static boolean mayBeTar(byte[] start) {
        return new TarDetection(start).mayBeTar();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[600];
        Arrays.fill(bytes, (byte) 'x');
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Frames of a few bytes each, as one after the other they are an archive. */
    private static byte[] frames() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int at = 0; at < TAR.length; at += 7) {
            frames.writeBytes(Zstd.compress(Arrays.copyOfRange(TAR, at, Math.min(at + 7, TAR.length))));
        }
        return frames.toByteArray();
    }

    @Test
    void archivesInEveryForm() {
        assertThat(mayBeTar(TAR)).isTrue();
        assertThat(mayBeTar(SampleImage.gzip(TAR))).isTrue();
        assertThat(mayBeTar(Zstd.compress(TAR))).isTrue();
        assertThat(mayBeTar(frames())).isTrue();
        assertThat(mayBeTar(new byte[0])).as("empty").isTrue();
        assertThat(mayBeTar(new byte[1024])).as("the end of an archive").isTrue();
        assertThat(mayBeTar(SampleImage.gzip(new byte[1024]))).isTrue();
        assertThat(mayBeTar(bytes('B', 'Z', 'h', '9'))).as("bzip2").isTrue();
        assertThat(mayBeTar(bytes(0xfd, '7', 'z', 'X', 'Z', 0))).as("xz").isTrue();
        assertThat(mayBeTar(bytes(0x5f, 0x2a, 0x4d, 0x18)))
                .as("a frame to be skipped")
                .isTrue();
    }

    @Test
    void inDoubtItIsOne() {
        assertThat(mayBeTar(bytes(0x1f, 0x8b, 8))).as("gzip that is none").isTrue();
        assertThat(mayBeTar(bytes(0x28, 0xb5, 0x2f, 0xfd)))
                .as("zstd that is none")
                .isTrue();
        assertThat(mayBeTar(Arrays.copyOf(bytes(), 511))).as("half a block").isTrue();
    }

    @Test
    void checksumsWithAndWithoutSign() {
        byte[] tar = SampleImage.tar(Map.of("caf", new byte[0]));
        tar[3] = (byte) 0xe9;
        assertThat(mayBeTar(tar)).isFalse();
        for (int sum : new int[] {sum(tar, 0xff), sum(tar, -1)}) {
            byte[] field = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(field, 0, tar, 148, field.length);
            assertThat(mayBeTar(tar)).isTrue();
            ByteBuffer.wrap(tar).putLong(148, sum | Long.MIN_VALUE);
            assertThat(mayBeTar(tar)).as("binary").isTrue();
            ByteBuffer.wrap(tar).putLong(148, sum + 1 | Long.MIN_VALUE);
            assertThat(mayBeTar(tar)).isFalse();
        }
    }

    private static int sum(byte[] header, int mask) {
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? 0 : header[i] & mask;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v5-lz4-blake3",
                "v5-zstd-1m",
                "v6-lz4-blake3",
                "v6-none-sha256",
                "v6-zstd-1m",
                "v6-batch",
                "v6-enc"
            })
    void nydusBlobsAreNone(String kind) throws IOException {
        assertThat(starts(GoldenImage.of(kind).blobs())).isNotEmpty().noneMatch(TarDetectionTest::mayBeTar);
    }

    @Test
    void layersOfConvertedImages() throws IOException {
        OciLayout layout = OciLayout.open(TestData.misplacedLayout());
        for (String tag : new String[] {"oci", "nydus-v6"}) {
            byte[] manifest;
            try (InputStream in = layout.content(layout.named(tag))) {
                manifest = in.readAllBytes();
            }
            for (Descriptor layer : ((Manifest) ManifestDocument.parse(manifest, tag)).layers()) {
                boolean archive = !layer.isMarked(NydusManifest.BLOB);
                assertThat(mayBeTar(
                                Files.readAllBytes(layout.locate(layer.digest()).file())))
                        .as(layer.digest().toString())
                        .isEqualTo(archive);
            }
        }
    }

    private static List<byte[]> starts(Path directory) throws IOException {
        List<byte[]> starts = new ArrayList<>();
        try (Stream<Path> blobs = Files.list(directory)) {
            for (Path blob : blobs.toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                starts.add(Arrays.copyOf(bytes, Math.min(bytes.length, TarDetection.NEEDED)));
            }
        }
        return starts;
    }

    @Test
    void otherBytesAreNone() {
        assertThat(mayBeTar(bytes())).isFalse();
        assertThat(mayBeTar(SampleImage.gzip(bytes()))).isFalse();
    }
}
