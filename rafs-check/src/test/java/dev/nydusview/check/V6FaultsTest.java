package dev.nydusview.check;

import static dev.nydusview.check.V6Places.*;
import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;
import static dev.nydusview.rafs.layout.V6Layout.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nydusview.check.DamagedImage.Plant;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Single faults in a v6 bootstrap, and the codes of all findings that they lead to. */
class V6FaultsTest {
    private static final String FILE = "/data/t200000";

    static Stream<Arguments> faults() {
        return Stream.of(header(), blobs(), inodes(), directories(), chunks()).flatMap(faults -> faults);
    }

    private static Arguments fault(String name, String codes, Plant plant) {
        return arguments(name, codes, plant);
    }

    private static Stream<Arguments> header() {
        return Stream.of(
                fault("header: inode count", "inode-count", i -> i.put64(superblock(SB_INOS), 900)),
                fault("header: blocks", "block-count", i -> i.put32(superblock(SB_BLOCKS), 1)),
                fault("header: devices", "device-count", i -> i.put16(superblock(SB_EXTRA_DEVICES), 2)),
                fault(
                        "header: device slots",
                        "device-address device-slot",
                        i -> i.put16(superblock(SB_DEVT_SLOTOFF), 12)),
                fault(
                        "header: root",
                        "chunk-unused inode-count prefetch-inode root",
                        i -> i.put16(superblock(SB_ROOT_NID), (int)
                                i.inode("/etc/passwd").number())),
                fault("header: xattr area", "superblock", i -> i.put32(superblock(SB_XATTR_BLKADDR), 4)),
                fault("header: build time", "superblock", i -> i.put32(superblock(SB_BUILD_TIME_NSEC), -1)),
                fault(
                        "header: xattr flag",
                        "xattr",
                        i -> i.put32(extension(EXT_FLAGS), i.i32(extension(EXT_FLAGS)) & ~0x20)),
                fault(
                        "header: tables overlap",
                        "blob-index chunk-digest chunk-duplicate chunk-index chunk-mismatch chunk-missing chunk-range chunk-size chunk-unused stored-range table-overlap",
                        i -> i.put64(extension(EXT_CHUNK_TABLE_OFFSET), i.i64(extension(EXT_BLOB_TABLE_OFFSET)))),
                fault(
                        "header: chunk table too short",
                        "chunk-missing",
                        i -> i.put64(extension(EXT_CHUNK_TABLE_SIZE), 80)),
                fault(
                        "prefetch: no such inode",
                        "prefetch-inode",
                        i -> i.put32((int) i.i64(extension(EXT_PREFETCH_TABLE_OFFSET)), 5)));
    }

    private static Stream<Arguments> blobs() {
        return Stream.of(
                fault("blob table: id", "blob-id device-slot", i -> i.put8(blob(i, 0) + B_ID, 'g')),
                fault(
                        "blob table: chunk count",
                        "blob-chunk-index chunk-index",
                        i -> i.put32(blob(i, 0) + B_CHUNK_COUNT, 122)),
                fault("blob table: digest algorithm", "blob-digester", i -> i.put32(blob(i, 0) + B_DIGEST_ALGO, 1)),
                fault("blob table: features", "blob-features", i -> i.put32(blob(i, 0) + B_FEATURES, 0x4000_0000)),
                fault(
                        "blob table: compressed size",
                        "blob-chunk-index stored-range",
                        i -> i.put64(blob(i, 0) + B_COMPRESSED_SIZE, 1000)),
                fault(
                        "blob table: uncompressed size",
                        "block-count chunk-range device-slot",
                        i -> i.put64(blob(i, 0) + B_UNCOMPRESSED_SIZE, 4096)),
                fault(
                        "blob table: chunk index",
                        "blob-chunk-index",
                        i -> i.put64(blob(i, 0) + B_CI_UNCOMPRESSED_SIZE, 16)),
                fault("device slot: id", "device-slot", i -> i.flip(slot(i, 0) + DS_BLOB_ID)),
                fault("device slot: blocks", "device-slot", i -> i.put32(slot(i, 0) + DS_BLOCKS, 7)),
                fault("device slot: address", "device-address", i -> i.put32(slot(i, 0) + DS_MAPPED_BLKADDR, 1)));
    }

    private static Stream<Arguments> inodes() {
        return Stream.of(
                fault("format", "chunk-unused inode", i -> i.put16(i.offset(FILE) + E_FORMAT, 0xfff1)),
                fault("layout", "chunk-unused inode-size", i -> i.put16(i.offset(FILE) + E_FORMAT, 1)),
                fault("mode", "chunk-unused mode", i -> i.put16(i.offset(FILE) + E_MODE, 0644)),
                fault("mode: another type", "chunk-unused inode-size", i -> i.put16(i.offset(FILE) + E_MODE, 0010644)),
                fault("number", "inode-number", i -> i.put32(i.offset(FILE) + E_INO, 1)),
                fault("mtime nanoseconds", "mtime", i -> i.put32(i.offset(FILE) + E_MTIME_NSEC, 1_000_000_000)),
                fault("link count: more", "link-count", i -> i.put32(i.offset(FILE) + E_NLINK, 2)),
                fault("link count: fewer", "link-count", i -> i.put32(i.offset("/links/hard0") + E_NLINK, 5)),
                fault("size", "chunk-mismatch", i -> i.put64(i.offset(FILE) + E_SIZE, 200_001)),
                fault("size: shorter", "chunk-mismatch chunk-unused", i -> i.put64(i.offset(FILE) + E_SIZE, 100_000)),
                fault(
                        "size: enormous",
                        "chunk-unused inode-size",
                        i -> i.put64(i.offset(FILE) + E_SIZE, Long.MAX_VALUE)),
                fault("size of a device", "inode-size", i -> i.put64(i.offset("/dev/null") + E_SIZE, 1)),
                fault("symlink: empty", "symlink", i -> i.put64(i.offset("/links/loop1") + E_SIZE, 0)),
                fault("symlink: NUL", "symlink", i -> i.put8(data(i, "/links/loop1") + 2, 0)),
                fault(
                        "xattr: prefix",
                        "xattr",
                        i -> i.put8(xattrs(i, "/xattr/user") + XATTR_HEADER_SIZE + XE_NAME_INDEX, 9)),
                fault("xattr: shared", "xattr", i -> i.put8(xattrs(i, "/xattr/user") + XH_SHARED_COUNT, 1)),
                fault("xattr: count", "inode-size", i -> i.put16(i.offset("/xattr/user") + E_XATTR_ICOUNT, 60_000)));
    }

    private static Stream<Arguments> directories() {
        return Stream.of(
                fault("order", "entry-order", i -> i.swap(name(i, "/data", "t511"), name(i, "/data", "t513"), 4)),
                fault("duplicate", "duplicate-name", i -> i.put8(name(i, "/data", "t17") + 2, '6')),
                fault("name with a slash", "name", i -> i.put8(name(i, "/data", "t200000") + 3, '/')),
                fault(
                        "name offset",
                        "chunk-unused directory-size dirent inode-count",
                        i -> i.put16(dirent(i, "/data", "t511") + D_NAMEOFF, 5)),
                fault(
                        "nid beyond",
                        "chunk-unused dirent-nid",
                        i -> i.put64(dirent(i, "/data", "t511") + D_NID, 1L << 40)),
                fault(
                        "nid of another file",
                        "chunk-unused link-count",
                        i -> i.put64(
                                dirent(i, "/data", "t511") + D_NID,
                                i.inode("/data/t512").number())),
                fault(
                        "nid inside of an inode",
                        "chunk-unused inode",
                        i -> i.put64(
                                dirent(i, "/data", "t511") + D_NID,
                                i.inode("/data/t512").number() + 1)),
                fault("type", "dirent-type", i -> i.put8(dirent(i, "/data", "t511") + D_FILE_TYPE, 7)),
                fault("type unknown", "dirent-type", i -> i.put8(dirent(i, "/data", "t511") + D_FILE_TYPE, 99)),
                fault(
                        "dot",
                        "dot-entry",
                        i -> i.put64(
                                dirent(i, "/etc", ".") + D_NID, i.inode("/data").number())),
                fault(
                        "dot dot",
                        "dot-entry",
                        i -> i.put64(
                                dirent(i, "/etc", "..") + D_NID,
                                i.inode("/data").number())),
                fault(
                        "no dot",
                        "directory-cycle directory-link-count dot-entry inode-count",
                        i -> i.put8(name(i, "/etc", "."), '-')),
                fault(
                        "cycle",
                        "chunk-unused directory-cycle inode-count",
                        i -> i.put64(
                                dirent(i, "/deep", "d00") + D_NID, i.inode("/").number())),
                fault(
                        "directory twice",
                        "chunk-unused directory-twice inode-count",
                        i -> i.put64(
                                dirent(i, "/deep", "d00") + D_NID,
                                i.inode("/data").number())),
                fault(
                        "directory size",
                        "directory-size",
                        i -> i.put64(
                                i.offset("/data") + E_SIZE, i.inode("/data").size() + 1)),
                fault(
                        "directory size: enormous",
                        "chunk-unused inode-count inode-size",
                        i -> i.put64(i.offset("/data") + E_SIZE, Long.MAX_VALUE)),
                fault(
                        "directory blocks shared",
                        "chunk-unused inode-count inode-size",
                        i -> i.put32(i.offset("/many") + E_U, 1)),
                fault("directory link count", "directory-link-count", i -> i.put32(i.offset("/data") + E_NLINK, 3)));
    }

    private static Stream<Arguments> chunks() {
        return Stream.of(
                fault(
                        "address: device",
                        "blob-index chunk-format chunk-unused",
                        i -> i.put8(address(i, FILE, 1) + CA_INDEX_HIGH_AND_DEVICE, 2)),
                fault(
                        "address: device 0",
                        "blob-index chunk-format chunk-unused",
                        i -> i.put8(address(i, FILE, 1) + CA_INDEX_HIGH_AND_DEVICE, 0)),
                fault(
                        "address: index",
                        "chunk-mismatch chunk-unused",
                        i -> i.put16(address(i, FILE, 1) + CA_INDEX_LOW, i.u16(address(i, FILE, 2)))),
                fault(
                        "address: no such index",
                        "chunk-missing chunk-unused",
                        i -> i.put16(address(i, FILE, 1) + CA_INDEX_LOW, 60_000)),
                fault(
                        "address: block",
                        "chunk-format chunk-mismatch",
                        i -> i.put32(address(i, FILE, 1) + CA_BLKADDR, 0)),
                fault("chunk format", "chunk-format", i -> i.put32(i.offset(FILE) + E_U, 0x25)),
                fault("row: without digest", "chunk-digest", i -> i.bytes()
                        .put(row(i, FILE, 1) + BLOCK_ID, new byte[32])),
                fault("row: blob index", "blob-index chunk-missing", i -> i.put32(row(i, FILE, 1) + BLOB_INDEX, 9)),
                fault(
                        "row: index",
                        "chunk-duplicate chunk-mismatch chunk-missing chunk-unused",
                        i -> i.put32(row(i, FILE, 1) + INDEX, i.i32(row(i, FILE, 2) + INDEX))),
                fault("row: size", "chunk-mismatch", i -> i.put32(row(i, FILE, 1) + UNCOMPRESSED_SIZE, 4095)),
                fault(
                        "row: offset",
                        "chunk-mismatch chunk-overlap",
                        i -> i.put64(row(i, FILE, 1) + UNCOMPRESSED_OFFSET, 0)),
                fault(
                        "row: offset not aligned",
                        "chunk-mismatch chunk-overlap chunk-range",
                        i -> i.put64(row(i, FILE, 1) + UNCOMPRESSED_OFFSET, 1)),
                fault(
                        "row: stored range",
                        "stored-range",
                        i -> i.put64(row(i, FILE, 1) + COMPRESSED_OFFSET, 1L << 39)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isFound(String name, String codes, Plant plant) throws IOException {
        DamagedImage image = new DamagedImage("v6-prefetch-fs");

        plant.into(image);

        assertThat(DamagedImage.codes(image.structure())).isEqualTo(codes);
    }
}
