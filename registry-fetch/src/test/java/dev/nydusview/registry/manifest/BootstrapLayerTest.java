package dev.nydusview.registry.manifest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.sample.SampleImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that would exhaust disk or memory, with limits small enough to try. */
final class BootstrapLayerTest {
    private static final long LIMIT = 4 << 20;

    @TempDir
    Path directory;

    private void assertCorrupt(byte[] tar, String fault) {
        byte[] layer = SampleImage.gzip(tar);
        String digest = VerifyingInputStream.digestOf(layer);
        Descriptor descriptor = Descriptor.of(SampleImage.LAYER, digest, layer.length);
        assertThatThrownBy(
                        () -> new BootstrapLayer(descriptor, LIMIT).unpack(new ByteArrayInputStream(layer), directory))
                .isInstanceOf(RafsFormatException.class)
                .hasMessage("corrupt bootstrap layer: " + digest + fault);
    }

    @Test
    void oneEntryBeyondTheLimitIsRefusedByItsHeader() {
        assertCorrupt(
                SampleImage.tar(Map.of("image/image.boot", new byte[(5 << 20)])),
                ": an entry claims to have 5242880 bytes");
    }

    @Test
    void manyEntriesBeyondTheLimitAreRefused() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("image/" + "a".repeat(64) + ".blob.meta", new byte[3 << 20]);
        entries.put("other", new byte[3 << 20]);
        assertCorrupt(SampleImage.tar(entries), " unpacks to more than it may");
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
        assertCorrupt(bytes.toByteArray(), " unpacks to more than it may");
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
