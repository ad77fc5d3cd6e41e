package dev.nydusview.rootfs.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.testdata.TarLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares archives of the system's tar and of a library with what another reader finds in them; odd archives are made
 * by hand.
 */
class TarReaderTest {
    @TempDir
    Path directory;

    private static List<TarEntry> entries(byte[] archive) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        List<TarEntry> entries = new ArrayList<>();
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }

    private static TarEntry only(byte[] archive) throws IOException {
        List<TarEntry> entries = entries(archive);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private static String text(TarEntry entry) {
        return new String(entry.name().bytes(), StandardCharsets.ISO_8859_1);
    }

    private Path tree() throws IOException {
        Path tree =
                Files.createDirectories(directory.resolve("tree/directory/" + "p".repeat(60) + "/" + "q".repeat(60)));
        Path top = directory.resolve("tree");
        Files.writeString(tree.resolve("f"), "deep");
        Files.writeString(top.resolve("n".repeat(99)), "");
        Files.writeString(top.resolve("plain"), "content of a file".repeat(100));
        Files.setLastModifiedTime(top.resolve("plain"), FileTime.from(Instant.parse("2020-09-13T12:26:40.123456789Z")));
        Files.createSymbolicLink(top.resolve("link"), Path.of("plain"));
        Files.createLink(top.resolve("hard"), top.resolve("plain"));
        return top;
    }

    private byte[] gnuTar(Path tree, String... options) throws IOException, InterruptedException {
        Path archive = directory.resolve("archive.tar");
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cf", archive.toString(), "-C", tree.toString(), "."));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return Files.readAllBytes(archive);
    }

    /** Entries by name: type, link target, mode, time, content. */
    private static Map<String, String> read(byte[] archive) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.put(
                    text(entry),
                    described(
                            entry.type(),
                            entry.linkTarget().toString(),
                            entry.mode(),
                            Instant.ofEpochSecond(entry.mtime(), entry.mtimeNanos()),
                            reader.content()));
        }
        return entries;
    }

    private static Map<String, String> readByLibrary(byte[] archive) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                TarEntry.Type type = entry.isDirectory()
                        ? TarEntry.Type.DIRECTORY
                        : entry.isSymbolicLink()
                                ? TarEntry.Type.SYMLINK
                                : entry.isLink() ? TarEntry.Type.HARD_LINK : TarEntry.Type.FILE;
                Instant mtime = entry.getLastModifiedTime().toInstant();
                entries.put(entry.getName(), described(type, entry.getLinkName(), entry.getMode() & 07777, mtime, tar));
            }
        }
        return entries;
    }

    private static String described(TarEntry.Type type, String target, int mode, Instant mtime, InputStream content)
            throws IOException {
        byte[] bytes = type == TarEntry.Type.FILE ? content.readAllBytes() : new byte[0];
        return type + " " + target + " " + Integer.toOctalString(mode) + " " + mtime + " " + bytes.length + " "
                + Arrays.hashCode(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oldgnu", "gnu", "ustar", "posix"})
    void archivesOfGnuTarAreReadAsTheLibraryReadsThem(String format) throws Exception {
        byte[] archive = gnuTar(tree(), "--format=" + format);
        assertThat(read(archive)).isEqualTo(readByLibrary(archive)).hasSize(9);
    }

    @Test
    void archivesOfTheSeventhEditionAreRead() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("v7/below"));
        Files.writeString(tree.resolve("f"), "x");
        byte[] archive = gnuTar(tree.getParent(), "--format=v7");
        assertThat(new String(archive, StandardCharsets.ISO_8859_1)).doesNotContain("ustar");
        assertThat(read(archive)).isEqualTo(readByLibrary(archive)).containsOnlyKeys("./", "./below/", "./below/f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--format=posix", "--format=posix --sparse-version=0.0"})
    void sparseFilesAreUnsupported(String options) throws Exception {
        Path tree = Files.createDirectories(directory.resolve("sparse"));
        try (SeekableByteChannel channel =
                Files.newByteChannel(tree.resolve("holes"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.position(1 << 20).write(ByteBuffer.wrap(new byte[] {1}));
        }
        byte[] archive = gnuTar(tree, (options + " --sparse").split(" ", 0));
        assertThatThrownBy(() -> entries(archive))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageEndingWith(
                        "holes is stored as a sparse file, which is not supported; build the layer without --sparse");
    }

    /** A header and its content, with a checksum. */
    private static byte[] block(char type, String name, Map<Integer, byte[]> fields, byte[] content) {
        byte[] block = new byte[512 + content.length + TarHeader.padding(content.length)];
        put(block, 0, name);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        put(block, 124, String.format("%011o\0", content.length));
        put(block, 136, "00000000000\0");
        block[156] = (byte) type;
        put(block, 257, "ustar\000" + "00");
        fields.forEach((offset, bytes) -> System.arraycopy(bytes, 0, block, offset, bytes.length));
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += block[i] & 0xff;
        }
        put(block, 148, String.format("%06o\0", sum));
        System.arraycopy(content, 0, block, 512, content.length);
        return block;
    }

    private static byte[] block(char type, String name, String content) {
        return block(type, name, Map.of(), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    private static byte[] joined(byte[]... blocks) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (byte[] block : blocks) {
            archive.writeBytes(block);
        }
        return archive.toByteArray();
    }

    private static String record(String keyAndValue) {
        int length = keyAndValue.length() + 4;
        assertThat(length).isBetween(10, 99);
        return length + " " + keyAndValue + "\n";
    }

    /** Docker unpacks by Go's reader: a scanner that took another name would look at another tree. */
    @Test
    void longNameIsPreferredToPaxAsInGo() throws IOException {
        byte[] pax = block('x', "pax", record("path=of-pax") + record("linkpath=of-pax"));
        byte[] longName = block('L', "././@LongLink", "of-gnu\0");
        byte[] longTarget = block('K', "././@LongLink", "of-gnu\0");
        byte[] link = block('2', "short", "");
        for (byte[] archive :
                List.of(joined(pax, longName, longTarget, link), joined(longTarget, longName, pax, link))) {
            assertThat(text(only(archive))).isEqualTo("of-gnu");
            assertThat(only(archive).linkTarget()).hasToString("of-gnu");
        }
        assertThat(text(only(joined(pax, link)))).isEqualTo("of-pax");
    }

    @Test
    void longNameThatIsEmptyLeavesTheOther() throws IOException {
        byte[] archive = joined(block('L', "x", "\0"), block('K', "x", "\0"), block('2', "short", ""));
        assertThat(text(only(archive))).isEqualTo("short");
        assertThat(only(archive).linkTarget().length()).isZero();
    }

    @Test
    void lastOfSeveralHeadersForOneEntryCounts() throws IOException {
        byte[] archive = joined(
                block('x', "x", record("path=first") + record("mtime=5")),
                block('x', "x", record("path=second")),
                block('0', "name", ""));
        assertThat(text(only(archive))).isEqualTo("second");
        assertThat(only(archive).mtime()).isZero();
    }

    @Test
    void globalHeadersAreReadAndNothingIsTakenFromThem() throws IOException {
        byte[] archive = joined(block('g', "g", record("path=global")), block('0', "name", ""));
        assertThat(text(only(archive))).isEqualTo("name");
    }

    @Test
    void prefixStandsBeforeTheNameInUstarOnly() throws IOException {
        Map<Integer, byte[]> prefix = Map.of(345, "directory".getBytes(StandardCharsets.US_ASCII));
        assertThat(text(only(block('0', "name", prefix, new byte[0])))).isEqualTo("directory/name");
        Map<Integer, byte[]> gnu = new TreeMap<>(prefix);
        gnu.put(257, "ustar  \0".getBytes(StandardCharsets.US_ASCII));
        assertThat(text(only(block('0', "name", gnu, new byte[0])))).isEqualTo("name");
    }

    @Test
    void numbersMayBeInBase256() throws IOException {
        byte[] minusTwo = new byte[12];
        Arrays.fill(minusTwo, (byte) 0xff);
        minusTwo[11] = (byte) 0xfe;
        byte[] id = {(byte) 0x80, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xfe};
        TarEntry entry = only(block('0', "f", Map.of(136, minusTwo, 108, id), new byte[0]));
        assertThat(entry.mtime()).isEqualTo(-2);
        assertThat(entry.uid()).isEqualTo(0xffff_fffeL);
        byte[] tooLarge = minusTwo.clone();
        tooLarge[0] = (byte) 0xbf;
        assertThatThrownBy(() -> only(block('0', "f", Map.of(136, tooLarge), new byte[0])))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("a tar header has a time that is too large");
        byte[] five = {(byte) 0x80, 0, 0, 1, 0, 0, 0, 0};
        assertThatThrownBy(() -> only(block('0', "f", Map.of(108, five), new byte[0])))
                .hasMessage("a tar entry has an invalid owner: 4294967296");
    }

    @Test
    void checksumMayTakeBytesAsSigned() throws IOException {
        byte[] block = block('0', "caf\u00e9", "");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i];
        }
        put(block, 148, String.format("%06o\0", sum));
        assertThat(text(only(block))).isEqualTo("caf\u00e9");
        block[0]++;
        assertThatThrownBy(() -> only(block)).hasMessage("a tar header has a wrong checksum");
    }

    @Test
    void devicesHaveNumbersUnlessTheArchiveIsOfTheSeventhEdition() throws IOException {
        Map<Integer, byte[]> numbers = new TreeMap<>(Map.of(329, new byte[] {'7'}, 337, new byte[] {'1', '0'}));
        TarEntry device = only(block('3', "d", numbers, new byte[0]));
        assertThat(device.deviceMajor()).isEqualTo(7);
        assertThat(device.deviceMinor()).isEqualTo(8);
        numbers.put(257, "ustar  \0".getBytes(StandardCharsets.US_ASCII));
        assertThat(only(block('4', "d", numbers, new byte[0])).deviceMajor()).isEqualTo(7);
        numbers.put(257, new byte[8]);
        assertThat(only(block('4', "d", numbers, new byte[0])).deviceMajor()).isZero();
    }

    @Test
    void onlyFilesHaveContent() throws IOException {
        Map<Integer, byte[]> size = Map.of(124, "00000001000\0".getBytes(StandardCharsets.US_ASCII));
        for (char type : new char[] {'1', '2', '3', '4', '5', '6'}) {
            List<TarEntry> entries = entries(joined(block(type, "e", size, new byte[0]), block('0', "f", "")));
            assertThat(entries).extracting(TarEntry::size).containsExactly(0L, 0L);
        }
    }

    @Test
    void sizeOfPaxIsPreferred() throws IOException {
        byte[] header = block('0', "f", Map.of(124, "77777777777\0".getBytes(StandardCharsets.US_ASCII)), new byte[0]);
        byte[] archive = joined(block('x', "x", record("size=513")), header, new byte[1024], block('0', "g", ""));
        assertThat(entries(archive)).extracting(TarEntry::size).containsExactly(513L, 0L);
    }

    @Test
    void oldTypesAreFilesOrDirectories() throws IOException {
        assertThat(only(block('\0', "f", "x")).type()).isEqualTo(TarEntry.Type.FILE);
        assertThat(only(block('\0', "d/", "")).type()).isEqualTo(TarEntry.Type.DIRECTORY);
        assertThat(only(block('7', "f", "x")).size()).isEqualTo(1);
    }

    @Test
    void archiveEndsWithEmptyBlocksOrWithoutAny() throws IOException {
        byte[] entry = block('0', "f", "x");
        assertThat(entries(new byte[0])).isEmpty();
        assertThat(entries(new byte[512])).isEmpty();
        assertThat(entries(joined(entry, new byte[1024], entry))).hasSize(1);
        assertThat(entries(Arrays.copyOf(entry, 513))).hasSize(1);
        assertThatThrownBy(() -> entries(Arrays.copyOf(entry, 512)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("the tar ends within an entry");
        assertThatThrownBy(() -> entries(joined(entry, new byte[512], entry)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("the tar continues after an empty header");
    }

    @Test
    void headerLargerThanAllowedIsNotRead() {
        Map<Integer, byte[]> size = Map.of(124, "00004000001\0".getBytes(StandardCharsets.US_ASCII));
        for (char type : new char[] {'x', 'g', 'L', 'K'}) {
            InputStream endless = new SequenceInputStream(
                    new ByteArrayInputStream(block(type, "h", size, new byte[0])), new InputStream() {
                        @Override
                        public int read() {
                            throw new AssertionError("the content is read");
                        }

                        @Override
                        public int read(byte[] buffer, int offset, int length) {
                            throw new AssertionError("the content is read");
                        }
                    });
            assertThatThrownBy(() -> new TarReader(endless).next())
                    .hasMessage("an extended tar header claims to have 1048577 bytes; at most 1048576 are read");
        }
    }

    @Test
    void contentIsReadAsFarAsItGoesAndSkippedOtherwise() throws IOException {
        byte[] archive = joined(block('0', "a", "12345"), block('0', "b", "67"));
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        assertThat(reader.next()).isNotNull();
        assertThat(reader.content().readNBytes(2)).containsExactly('1', '2');
        assertThat(reader.content().readNBytes(2)).containsExactly('3', '4');
        assertThat(reader.next()).isNotNull();
        assertThat(reader.content().read()).isEqualTo('6');
        assertThat(reader.content().readAllBytes()).containsExactly('7');
        assertThat(reader.content().read()).isEqualTo(-1);
        assertThat(reader.next()).isNull();
        assertThat(reader.content().read()).isEqualTo(-1);
    }

    @Test
    void archivesMayBeginWithAHeaderOrEmpty() {
        byte[] tar = new TarLayer().file("f", "x").bytes();
        assertThat(TarReader.mayBegin(tar)).isTrue();
        assertThat(TarReader.mayBegin(new byte[512])).isTrue();
        assertThat(TarReader.mayBegin(Arrays.copyOf(tar, 511))).isTrue();
        tar[0]++;
        assertThat(TarReader.mayBegin(tar)).isFalse();
        assertThat(TarReader.mayBegin("RAFS".repeat(200).getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }
}
