package dev.nydusview.rafs.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FormatVersion;
import dev.nydusview.rafs.model.RafsFlag;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.Superblock;
import java.util.Set;

/** The v5 superblock, validated, and the tables that it points to. */
public final class V5Superblock {
    private static final int ROOT_INODE = 1;

    private final Bytes bootstrap;
    private final Bytes record;

    private V5Superblock(Bytes bootstrap, Bytes record) {
        this.bootstrap = bootstrap;
        this.record = record;
    }

    public static V5Superblock read(Bytes bootstrap) throws RafsFormatException, UnsupportedFeatureException {
        V5Superblock superblock = new V5Superblock(bootstrap, bootstrap.at("v5 superblock", 0, SUPERBLOCK_SIZE));
        superblock.validate();
        return superblock;
    }

    private void validate() throws RafsFormatException, UnsupportedFeatureException {
        int version = record.i32(SB_FS_VERSION);
        if (version == VERSION_4) {
            throw new UnsupportedFeatureException("RAFS v4 images are not supported: convert the image to v5 or v6");
        }
        if (version != VERSION_5) {
            throw record.fault("version 0x" + Integer.toHexString(version) + " is not 0x500");
        }
        if (record.u32(SB_SIZE) != SUPERBLOCK_SIZE) {
            throw record.fault("superblock size " + record.u32(SB_SIZE) + " is not " + SUPERBLOCK_SIZE);
        }
        if (!ChunkInfoLayout.isChunkSize(record.u32(SB_BLOCK_SIZE))) {
            throw record.fault(
                    "chunk size " + record.u32(SB_BLOCK_SIZE) + " is not a power of two from 4 KiB to 16 MiB");
        }
    }

    Superblock toSuperblock() throws RafsFormatException, UnsupportedFeatureException {
        Set<RafsFlag> flags = RafsFlag.decode(record.i64(SB_FLAGS));
        int chunkSize = record.i32(SB_BLOCK_SIZE);
        return new Superblock(
                FormatVersion.V5,
                flags,
                record.i64(SB_INODES_COUNT),
                chunkSize,
                chunkSize,
                compressor(flags),
                flags.contains(RafsFlag.HASH_SHA256) && !flags.contains(RafsFlag.HASH_BLAKE3)
                        ? DigestAlgorithm.SHA256
                        : DigestAlgorithm.BLAKE3,
                ROOT_INODE,
                record.i64(SB_BLOB_TABLE_OFFSET),
                record.u32(SB_BLOB_TABLE_SIZE),
                record.i64(SB_PREFETCH_TABLE_OFFSET),
                record.u32(SB_PREFETCH_TABLE_ENTRIES),
                0,
                0);
    }

    /** The peer's precedence where several bits are set: none, lz4, gzip, zstd, and lz4 where none is. */
    private static Compressor compressor(Set<RafsFlag> flags) {
        if (flags.contains(RafsFlag.COMPRESSION_NONE)) {
            return Compressor.NONE;
        }
        if (flags.contains(RafsFlag.COMPRESSION_LZ4)) {
            return Compressor.LZ4_BLOCK;
        }
        if (flags.contains(RafsFlag.COMPRESSION_GZIP)) {
            return Compressor.GZIP;
        }
        return flags.contains(RafsFlag.COMPRESSION_ZSTD) ? Compressor.ZSTD : Compressor.LZ4_BLOCK;
    }

    public Bytes inodeTable() throws RafsFormatException {
        return table(
                "v5 inode table",
                record.i64(SB_INODE_TABLE_OFFSET),
                record.u32(SB_INODE_TABLE_ENTRIES) * INODE_TABLE_ENTRY_SIZE);
    }

    public Bytes prefetchTable() throws RafsFormatException {
        return table(
                "v5 prefetch table",
                record.i64(SB_PREFETCH_TABLE_OFFSET),
                record.u32(SB_PREFETCH_TABLE_ENTRIES) * PREFETCH_ENTRY_SIZE);
    }

    public Bytes blobTable() throws RafsFormatException {
        return table("v5 blob table", record.i64(SB_BLOB_TABLE_OFFSET), record.u32(SB_BLOB_TABLE_SIZE));
    }

    public Bytes extendedBlobTable() throws RafsFormatException {
        return table(
                "v5 extended blob table",
                record.i64(SB_EXT_BLOB_TABLE_OFFSET),
                record.u32(SB_EXT_BLOB_TABLE_ENTRIES) * EXT_BLOB_SIZE);
    }

    private Bytes table(String name, long offset, long size) throws RafsFormatException {
        if (size == 0) {
            return bootstrap.at(name, 0, 0);
        }
        if (offset < SUPERBLOCK_SIZE || offset % ALIGNMENT != 0) {
            throw new RafsFormatException(name, offset, "is not at a multiple of 8 after the superblock");
        }
        return bootstrap.at(name, offset, size);
    }
}
