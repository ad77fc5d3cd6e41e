package dev.nydusview.rootfs.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Archives that are written are read back as they were, by the reader beside the writer. */
class TarWriterTest {
    private static final RawName NOTHING = RawName.of("");

    private static RawName name(String latin1) {
        return RawName.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static TarEntry entry(
            TarEntry.Type type, String name, String target, long id, long mtime, int nanos, long size) {
        boolean device = type == TarEntry.Type.BLOCK_DEVICE || type == TarEntry.Type.CHARACTER_DEVICE;
        return new TarEntry(
                type,
                name(name),
                name(target),
                07777,
                id,
                id / 2,
                mtime,
                nanos,
                size,
                device ? 0xfff : 0,
                device ? 0xfffff : 0,
                List.of());
    }

    /** Describes everything in an entry, with values of extended attributes as text. */
    private static String described(@Nullable TarEntry entry) {
        assertThat(entry).isNotNull();
        return entry.type() + " " + Arrays.toString(entry.name().bytes())
                + Arrays.toString(entry.linkTarget().bytes())
                + List.of(entry.mode(), entry.uid(), entry.gid(), entry.mtime(), entry.mtimeNanos(), entry.size())
                + List.of(entry.deviceMajor(), entry.deviceMinor())
                + entry.xattrs().stream()
                        .map(xattr -> xattr.name() + "=" + Arrays.toString(xattr.value()))
                        .toList();
    }

    private static byte[] content(TarEntry entry) {
        byte[] content = new byte[(int) entry.size()];
        new Random(entry.size()).nextBytes(content);
        return content;
    }

    private static byte[] written(List<TarEntry> entries) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(archive);
        for (TarEntry entry : entries) {
            writer.begin(entry);
            writer.write(ByteBuffer.wrap(content(entry)));
            writer.end();
        }
        writer.finish();
        return archive.toByteArray();
    }

    private static void assertReadBack(List<TarEntry> entries) throws IOException {
        byte[] archive = written(entries);
        assertThat(archive.length % 10240).isZero();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        for (TarEntry entry : entries) {
            TarEntry read = reader.next();
            assertThat(described(read)).isEqualTo(described(entry));
            assertThat(reader.content().readAllBytes()).isEqualTo(content(entry));
        }
        assertThat(reader.next()).isNull();
    }

    @Test
    void everyTypeIsReadBack() throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        for (TarEntry.Type type : TarEntry.Type.values()) {
            String target = type.isLink() ? "target" : "";
            entries.add(entry(type, "./" + type + "/", target, 1, 2, 0, type == TarEntry.Type.FILE ? 3 : 0));
        }
        assertReadBack(entries);
    }

    @Test
    void namesOfAnyBytesAndLengthsAreReadBack() throws IOException {
        assertReadBack(IntStream.of(1, 99, 100, 101, 155, 256, 5000)
                .mapToObj(length -> entry(
                        TarEntry.Type.SYMLINK,
                        "\u00ff\n=".repeat(length).substring(0, length),
                        "t\u0080".repeat(length),
                        0,
                        0,
                        0,
                        0))
                .toList());
    }

    @Test
    void contentsOfAnyLengthAreReadBack() throws IOException {
        assertReadBack(IntStream.of(0, 1, 511, 512, 513, 1 << 16, (1 << 16) + 1, 200_000)
                .mapToObj(size -> entry(TarEntry.Type.FILE, "f" + size, "", 0, 0, 0, size))
                .toList());
    }

    @Test
    void numbersThatUstarDoesNotHaveRoomForAreReadBack() throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        for (long id : new long[] {0, 07777777, 010000000, 0xffff_ffffL}) {
            for (long mtime : new long[] {-1L << 40, -1, 0, 077777777777L, 0100000000000L}) {
                entries.add(entry(TarEntry.Type.FILE, "f", "", id, mtime, 0, 0));
                entries.add(entry(TarEntry.Type.FILE, "f", "", id, mtime, 999_999_999, 0));
            }
        }
        assertReadBack(entries);
    }

    @Test
    void sizeThatUstarDoesNotHaveRoomForIsReadBack() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TarEntry huge = entry(TarEntry.Type.FILE, "f", "", 0, 0, 0, 1L << 40);
        new TarWriter(archive).begin(huge);
        TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()));
        assertThat(described(reader.next())).isEqualTo(described(huge));
    }

    @Test
    void extendedAttributesAreReadBackWithRecordsOfAllLengths() throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        for (int length = 0; length < 1100; length++) {
            byte[] value = new byte[length];
            new Random(length).nextBytes(value);
            entries.add(new TarEntry(
                    TarEntry.Type.FILE,
                    name("f"),
                    NOTHING,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    List.of(new Xattr(name("user.\u00e9"), value), new Xattr(name("security.capability"), value))));
        }
        assertReadBack(entries);
    }

    /** A record contains its own length, including its digits. */
    @Test
    void lengthsOfRecordsCountTheirDigits() throws IOException {
        byte[] archive = written(List.of(entry(TarEntry.Type.FILE, "n".repeat(101), "", 0, 0, 0, 0)));
        assertThat(new String(archive, StandardCharsets.ISO_8859_1)).contains("111 path=" + "n".repeat(101) + "\n");
    }

    @Test
    void archiveThatIsCutShortIsRefusedByTheReader() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(archive);
        writer.begin(entry(TarEntry.Type.FILE, "f", "", 0, 0, 0, 0));
        writer.end();
        writer.cutShort();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()));
        assertThat(reader.next()).isNotNull();
        assertThatThrownBy(reader::next).hasMessage("the tar ends within a header");
    }
}
