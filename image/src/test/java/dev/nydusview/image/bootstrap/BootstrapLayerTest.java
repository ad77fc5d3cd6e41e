package dev.nydusview.image.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that would exhaust disk or memory, with limits small enough to try. */
final class BootstrapLayerTest {
    private static final long LIMIT = 4 << 20;

    @TempDir
    Path directory;

    private void assertCorrupt(byte[] tar, String fault) {
        assertCorrupt(tar, LIMIT, fault);
    }

    private void assertCorrupt(byte[] tar, long limit, String fault) {
        byte[] layer = SampleImage.gzip(tar);
        Sha256 digest = Sha256.of(layer);
        Descriptor descriptor = Descriptor.of(SampleImage.LAYER, digest, layer.length);
        assertThatThrownBy(
                        () -> new BootstrapLayer(descriptor, limit).unpack(new ByteArrayInputStream(layer), directory))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("corrupt bootstrap layer: " + digest + fault);
    }

    private static byte[] bootstrap(int size) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, 0x5241_4653)
                .array();
    }

    @Test
    void whatDoesNotStartLikeABootstrapIsRefusedBeforeAnythingIsWritten() {
        for (byte[] content : List.of(new byte[0], new byte[3], new byte[1 << 20], "#!/bin/sh".getBytes(UTF_8))) {
            assertCorrupt(
                    SampleImage.tar(Map.of("image/image.boot", content)),
                    ": image.boot does not start like a RAFS bootstrap");
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** A gzip of zeros is a thousandth of them. */
    @Test
    @Tag("soak")
    void smallLayerThatUnpacksToVeryMuchIsRefusedByItsHeader() {
        byte[] tar = SampleImage.tar(Map.of("image/image.boot", bootstrap(65 << 20)));
        int stored = SampleImage.gzip(tar).length;
        assertThat(stored).isLessThan(100_000);
        assertCorrupt(
                tar, 1L << 31, " unpacks to more than 67108864 bytes, the most for a layer of " + stored + " bytes");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Tag("soak")
    void largeBootstrapMayUnpackToAsMuchAsIsAllowedInAnyCase() throws IOException {
        byte[] layer = SampleImage.gzip(SampleImage.tar(Map.of("image/image.boot", bootstrap(60 << 20))));
        Descriptor descriptor = Descriptor.of(SampleImage.LAYER, Sha256.of(layer), layer.length);
        List<StoredFile> files =
                new BootstrapLayer(descriptor, 1L << 31).unpack(new ByteArrayInputStream(layer), directory);
        assertThat(files).extracting(StoredFile::size).containsExactly(60L << 20);
    }

    @Test
    void oneEntryBeyondTheLimitIsRefusedByItsHeader() {
        assertCorrupt(
                SampleImage.tar(Map.of("image/image.boot", bootstrap(5 << 20))),
                ": an entry claims to have 5242880 bytes");
    }

    @Test
    void manyEntriesBeyondTheLimitAreRefused() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("image/" + "a".repeat(64) + ".blob.meta", new byte[3 << 20]);
        entries.put("other", new byte[3 << 20]);
        assertCorrupt(SampleImage.tar(entries), " unpacks to more than the allowed size");
    }

    @Test
    void longNameIsNotReadIntoMemory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry longName = new TarArchiveEntry("././@LongLink", (byte) 'L');
            longName.setSize(2 << 20);
            tar.putArchiveEntry(longName);
            tar.write(new byte[2 << 20]);
            tar.closeArchiveEntry();
        }
        assertCorrupt(
                bytes.toByteArray(), ": an extended tar header claims to have 2097152 bytes; at most 1048576 are read");
    }

    @Test
    void endlessEntriesAreRefused() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i <= 4096; i++) {
            entries.put("f" + i, new byte[0]);
        }
        assertCorrupt(SampleImage.tar(entries), ": it has more than 4096 entries");
    }

    @Test
    void layerOfSeveralGzipMembersIsUnpackedAsAWhole() throws IOException {
        byte[] tar = SampleImage.tar(Map.of("image/image.boot", bootstrap(3000)));
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        layer.writeBytes(SampleImage.gzip(Arrays.copyOf(tar, 700)));
        layer.writeBytes(SampleImage.gzip(Arrays.copyOfRange(tar, 700, tar.length)));
        byte[] bytes = layer.toByteArray();
        Descriptor descriptor = Descriptor.of(SampleImage.LAYER, Sha256.of(bytes), bytes.length);
        List<StoredFile> files =
                new BootstrapLayer(descriptor, LIMIT).unpack(new ByteArrayInputStream(bytes), directory);
        assertThat(files).extracting(StoredFile::size).containsExactly(3000L);
    }

    @Test
    void archiveThatIsDamagedIsBlamedOnTheLayer() {
        byte[] tar = SampleImage.tar(Map.of("image/image.boot", bootstrap(3000)));
        assertCorrupt(Arrays.copyOf(tar, 700), ": the tar ends within a file, 2812 bytes early");
        tar[0]++;
        assertCorrupt(tar, ": a tar header has a wrong checksum");
    }

    @Test
    void entryThatIsNotSupportedIsBlamedOnTheLayer() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.putArchiveEntry(new TarArchiveEntry("other", (byte) 'V'));
            tar.closeArchiveEntry();
        }
        byte[] layer = SampleImage.gzip(bytes.toByteArray());
        Sha256 digest = Sha256.of(layer);
        Descriptor descriptor = Descriptor.of(SampleImage.LAYER, digest, layer.length);
        assertThatThrownBy(
                        () -> new BootstrapLayer(descriptor, LIMIT).unpack(new ByteArrayInputStream(layer), directory))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("bootstrap layer " + digest + ": a tar entry has the type 0x56, which images do not use");
    }

    @Test
    void linkInPlaceOfTheBootstrapIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry link = new TarArchiveEntry("image/image.boot", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/shadow");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertCorrupt(bytes.toByteArray(), ": image.boot is not an ordinary file");
    }
}
