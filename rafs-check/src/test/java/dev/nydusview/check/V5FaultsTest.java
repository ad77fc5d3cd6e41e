package dev.nydusview.check;

import static dev.nydusview.check.V5Places.*;
import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;
import static dev.nydusview.rafs.layout.V5Layout.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nydusview.check.DamagedImage.Plant;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Single faults in a v5 bootstrap, and the codes of all findings that they lead to. */
class V5FaultsTest {
    private static final String FILE = "/data/t200000";
    private static final String CHUNK_COPY = "/dup/b";

    static Stream<Arguments> faults() {
        return Stream.of(tables(), inodes(), directories(), chunks()).flatMap(faults -> faults);
    }

    private static Arguments fault(String name, String codes, Plant plant) {
        return arguments(name, codes, plant);
    }

    private static Stream<Arguments> tables() {
        return Stream.of(
                fault("header: inode count", "inode-count", i -> i.put64(SB_INODES_COUNT, 5)),
                fault(
                        "header: tables overlap",
                        "table-overlap",
                        i -> i.put64(SB_EXT_BLOB_TABLE_OFFSET, i.i64(SB_BLOB_TABLE_OFFSET))),
                fault("header: xattr flag", "xattr", i -> i.put32(SB_FLAGS, i.i32(SB_FLAGS) & ~0x20)),
                fault("blob table: id", "blob-id", i -> i.put8(blobTable(i) + BLOB_ID, 'G')),
                fault("blob table: readahead", "blob-readahead", i -> i.put32(blobTable(i) + BLOB_READAHEAD_SIZE, -1)),
                fault(
                        "blob table: chunk count",
                        "chunk-index",
                        i -> i.put32(extendedBlobTable(i) + EXT_CHUNK_COUNT, i.i32(extendedBlobTable(i)) - 1)),
                fault(
                        "blob table: uncompressed size",
                        "chunk-range",
                        i -> i.put64(extendedBlobTable(i) + EXT_UNCOMPRESSED_SIZE, 700_000)),
                fault(
                        "blob table: compressed size",
                        "stored-range",
                        i -> i.put64(extendedBlobTable(i) + EXT_COMPRESSED_SIZE, 200_000)),
                fault("blob table: one entry too many", "blob-count inode-overlap unreachable-inode", i -> {
                    i.put32(SB_EXT_BLOB_TABLE_ENTRIES, 2);
                }),
                fault("prefetch: no such inode", "inode-overlap prefetch-inode", V5FaultsTest::prefetch));
    }

    /** The golden image has no prefetch table, so one is put over the name of a file. */
    private static void prefetch(DamagedImage image) throws IOException {
        image.put64(SB_PREFETCH_TABLE_OFFSET, nameOf(image, FILE));
        image.put32(SB_PREFETCH_TABLE_ENTRIES, 1);
    }

    private static Stream<Arguments> inodes() {
        return Stream.of(
                fault(
                        "inode table: entry",
                        "inode-count inode-digest inode-table",
                        i -> i.put32(tableEntry(i, FILE), 7)),
                fault(
                        "inode table: entry twice",
                        "directory-link-count entry-order inode-count inode-digest inode-overlap parent",
                        i -> i.put32(tableEntry(i, FILE), i.i32(tableEntry(i, "/big")))),
                fault("number", "hard-link inode-count link-count", i -> i.put64(i.offset(FILE) + I_INO, 3)),
                fault("parent", "parent", i -> i.put64(i.offset(FILE) + I_PARENT, 1)),
                fault("mode", "mode", i -> i.put32(i.offset(FILE) + I_MODE, 0644)),
                fault("mode: another type", "inode-digest size", i -> i.put32(i.offset(FILE) + I_MODE, 0010644)),
                fault("mtime nanoseconds", "mtime", i -> i.put32(i.offset(FILE) + I_MTIME_NSEC, 1_000_000_000)),
                fault("link count", "link-count", i -> i.put32(i.offset(FILE) + I_NLINK, 2)),
                fault("link count of hard link", "link-count", i -> i.put32(i.offset("/links/hard0") + I_NLINK, 5)),
                fault("hard link differs", "hard-link", i -> i.put32(i.offset("/links/hard0") + I_UID, 77)),
                fault("size", "chunk-size", i -> i.put64(i.offset(FILE) + I_SIZE, 200_001)),
                fault("size: none", "blocks chunk-count chunk-size", i -> i.put64(i.offset(FILE) + I_SIZE, 0)),
                fault(
                        "size: enormous",
                        "blocks chunk-count chunk-size",
                        i -> i.put64(i.offset(FILE) + I_SIZE, Long.MAX_VALUE)),
                fault("blocks", "blocks", i -> i.put64(i.offset(FILE) + I_BLOCKS, 1)),
                fault("flags", "inode-flags", i -> i.put64(i.offset(FILE) + I_FLAGS, I_FLAG_SYMLINK)),
                fault("symlink size", "symlink", i -> i.put64(i.offset("/links/loop1") + I_SIZE, 9)),
                fault("symlink target", "inode-digest", i -> i.flip(nameOf(i, "/links/loop1") + 8)),
                fault("name with a slash", "entry-order name", i -> i.put8(nameOf(i, FILE) + 1, '/')),
                fault("name with a NUL", "name", i -> i.put8(nameOf(i, FILE) + 6, 0)),
                fault("xattr pair", "xattr", i -> i.put32(xattrs(i, "/xattr/user") + 8, 1 << 20)),
                fault("xattr size", "inode-size", i -> i.put64(xattrs(i, "/xattr/user"), 1 << 30)),
                fault("digest of a file", "inode-digest", i -> i.flip(i.offset(FILE) + I_DIGEST)),
                fault("digest of a device", "inode-digest", i -> i.flip(i.offset("/dev/null") + I_DIGEST)),
                fault("digest of the root", "inode-digest", i -> i.flip(i.offset("/") + I_DIGEST)));
    }

    private static Stream<Arguments> directories() {
        return Stream.of(
                fault("order", "entry-order", V5FaultsTest::swapNames),
                fault("duplicate", "duplicate-name", i -> i.put8(nameOf(i, "/data/t17") + 2, '6')),
                fault("child range: shifted", "child-overlap unreachable-inode", i -> shift(i, I_CHILD_INDEX, -1)),
                fault(
                        "child range: longer",
                        "child-overlap directory-link-count entry-order inode-digest parent",
                        i -> shift(i, I_CHILD_COUNT, 1)),
                fault("child range: shorter", "inode-digest unreachable-inode", i -> shift(i, I_CHILD_COUNT, -1)),
                fault("child range: huge", "child-range unreachable-inode", i -> shift(i, I_CHILD_COUNT, 1 << 30)),
                fault(
                        "cycle",
                        "child-range unreachable-inode",
                        i -> i.put32(i.offset("/deep/d00") + I_CHILD_INDEX, (int)
                                i.inode("/deep").number())),
                fault("directory link count", "directory-link-count", i -> shift(i, I_NLINK, 1)),
                fault("directory size", "blocks directory-size", i -> i.put64(i.offset("/data") + I_SIZE, 8192)));
    }

    private static void shift(DamagedImage image, int field, int by) throws IOException {
        int at = image.offset("/data") + field;
        image.put32(at, image.i32(at) + by);
    }

    /** Names of equal length, so that nothing else changes. */
    private static void swapNames(DamagedImage image) throws IOException {
        image.swap(nameOf(image, "/data/t511"), nameOf(image, "/data/t513"), 4);
    }

    private static Stream<Arguments> chunks() {
        return Stream.of(
                fault("chunk digest", "inode-digest", i -> i.flip(chunk(i, FILE, 1) + BLOCK_ID)),
                fault(
                        "chunk digest of a copy",
                        "chunk-conflict inode-digest",
                        i -> i.flip(chunk(i, CHUNK_COPY, 1) + BLOCK_ID)),
                fault(
                        "chunk index",
                        "chunk-conflict",
                        i -> i.put32(chunk(i, FILE, 1) + INDEX, i.i32(chunk(i, FILE, 2) + INDEX))),
                fault("chunk index beyond", "chunk-index", i -> i.put32(chunk(i, FILE, 1) + INDEX, 1 << 20)),
                fault("chunk blob index", "blob-index", i -> i.put32(chunk(i, FILE, 1) + BLOB_INDEX, 1)),
                fault("chunk size", "chunk-size", i -> i.put32(chunk(i, FILE, 1) + UNCOMPRESSED_SIZE, 4095)),
                fault("chunk stored size", "stored-overlap", i -> i.put32(chunk(i, FILE, 1) + COMPRESSED_SIZE, 60_000)),
                fault("chunk file offset", "chunk-file-offset", i -> i.put64(chunk(i, FILE, 1) + FILE_OFFSET, 1)),
                fault("chunk offset", "chunk-overlap", i -> add(i, chunk(i, FILE, 1) + UNCOMPRESSED_OFFSET, 1)),
                fault("chunk stored offset", "stored-overlap", i -> add(i, chunk(i, FILE, 1) + COMPRESSED_OFFSET, 1)),
                fault(
                        "chunk offset of a copy",
                        "chunk-conflict",
                        i -> add(i, chunk(i, CHUNK_COPY, 1) + UNCOMPRESSED_OFFSET, 1)),
                fault("chunk flags", "chunk-flags", i -> i.put32(chunk(i, FILE, 1) + FLAGS, FLAG_BATCH)),
                fault("chunk without digest", "chunk-digest inode-digest", i -> i.bytes()
                        .put(chunk(i, FILE, 1) + BLOCK_ID, new byte[32])));
    }

    private static void add(DamagedImage image, int at, long by) {
        image.put64(at, image.i64(at) + by);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isFound(String name, String codes, Plant plant) throws IOException {
        DamagedImage image = new DamagedImage("v5-lz4-blake3");

        plant.into(image);

        assertThat(DamagedImage.codes(image.structure())).isEqualTo(codes);
    }
}
