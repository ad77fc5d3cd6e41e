package dev.nydusview.rafs.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests that every record has the size of the format, so that its fields are in their places. */
class LayoutTest {
    @Test
    void v5RecordsHaveTheirSizes() {
        assertThat(V5Layout.SB_RESERVED).isEqualTo(80);
        assertThat(V5Layout.SUPERBLOCK_SIZE).isEqualTo(8192);
        assertThat(V5Layout.INODE_SIZE).isEqualTo(128);
        assertThat(V5Layout.EXT_BLOB_SIZE).isEqualTo(64);
        assertThat(ChunkInfoLayout.CHUNK_INFO_SIZE).isEqualTo(80);
    }

    @Test
    void v6RecordsHaveTheirSizes() {
        assertThat(V6Layout.SUPERBLOCK_SIZE).isEqualTo(128);
        assertThat(V6Layout.EXT_SUPERBLOCK_OFFSET).isEqualTo(1152);
        assertThat(V6Layout.EXT_SUPERBLOCK_SIZE).isEqualTo(256);
        assertThat(V6Layout.COMPACT_INODE_SIZE).isEqualTo(32);
        assertThat(V6Layout.EXTENDED_INODE_SIZE).isEqualTo(64);
        assertThat(V6Layout.XATTR_HEADER_SIZE).isEqualTo(12);
        assertThat(V6Layout.DIRENT_SIZE).isEqualTo(12);
        assertThat(V6Layout.CHUNK_ADDR_SIZE).isEqualTo(8);
        assertThat(V6Layout.BLOB_SIZE).isEqualTo(256);
    }

    @Test
    void blobMetaRecordsHaveTheirSizes() {
        assertThat(BlobMetaLayout.HEADER_SIZE).isEqualTo(4096);
        assertThat(BlobMetaLayout.V1_ENTRY_SIZE).isEqualTo(16);
        assertThat(BlobMetaLayout.V2_ENTRY_SIZE).isEqualTo(24);
    }
}
