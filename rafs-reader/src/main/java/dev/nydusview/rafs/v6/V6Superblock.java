package dev.nydusview.rafs.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

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

/** The EROFS superblock and its RAFS extension, validated, and the tables that they point to. */
public final class V6Superblock {
    private final Bytes bootstrap;
    private final Bytes erofs;
    private final Bytes extension;

    private V6Superblock(Bytes bootstrap) throws RafsFormatException {
        this.bootstrap = bootstrap;
        this.erofs = bootstrap.at("v6 superblock", SUPERBLOCK_OFFSET, SUPERBLOCK_SIZE);
        this.extension = bootstrap.at("v6 extended superblock", EXT_SUPERBLOCK_OFFSET, EXT_SUPERBLOCK_SIZE);
    }

    public static V6Superblock read(Bytes bootstrap) throws RafsFormatException, UnsupportedFeatureException {
        V6Superblock superblock = new V6Superblock(bootstrap);
        superblock.validateErofs();
        superblock.validateExtension();
        return superblock;
    }

    private void validateErofs() throws RafsFormatException, UnsupportedFeatureException {
        int compat = erofs.i32(SB_FEATURE_COMPAT);
        if ((compat & COMPAT_RAFS_V6) == 0) {
            throw new UnsupportedFeatureException("this is an EROFS image but not RAFS v6 (compatible features 0x"
                    + Integer.toHexString(compat) + "): plain EROFS and Nydus fs-version 7 are not supported");
        }
        int incompat = erofs.i32(SB_FEATURE_INCOMPAT);
        if (incompat != INCOMPAT_RAFS_V6) {
            throw new UnsupportedFeatureException("incompatible features 0x" + Integer.toHexString(incompat)
                    + " of the v6 superblock are not the supported 0x" + Integer.toHexString(INCOMPAT_RAFS_V6));
        }
        int bits = erofs.u8(SB_BLKSZBITS);
        if (bits != BLOCK_BITS && bits != BLOCK_BITS_TARFS) {
            throw erofs.fault("block size of 2^" + bits + " bytes");
        }
        if (erofs.u8(SB_EXTSLOTS) != 0 || erofs.i32(SB_CHECKSUM) != 0) {
            throw erofs.fault("has extension slots or a checksum, which RAFS v6 never has");
        }
    }

    private void validateExtension() throws RafsFormatException {
        if (!ChunkInfoLayout.isChunkSize(extension.u32(EXT_CHUNK_SIZE))) {
            throw extension.fault(
                    "chunk size " + extension.u32(EXT_CHUNK_SIZE) + " is not a power of two from 4 KiB to 16 MiB");
        }
        if (extension.u32(EXT_BLOB_TABLE_SIZE) % BLOB_SIZE != 0
                || extension.u32(EXT_BLOB_TABLE_SIZE) / BLOB_SIZE > MAX_BLOBS) {
            throw extension.fault("blob table of " + extension.u32(EXT_BLOB_TABLE_SIZE)
                    + " bytes is not a sequence of at most " + MAX_BLOBS + " entries of " + BLOB_SIZE);
        }
    }

    Superblock toSuperblock() throws RafsFormatException, UnsupportedFeatureException {
        Set<RafsFlag> flags = RafsFlag.decode(extension.i64(EXT_FLAGS));
        return new Superblock(
                FormatVersion.V6,
                flags,
                erofs.i64(SB_INOS),
                1 << erofs.u8(SB_BLKSZBITS),
                extension.i32(EXT_CHUNK_SIZE),
                compressor(flags),
                digester(flags),
                erofs.u16(SB_ROOT_NID),
                extension.i64(EXT_BLOB_TABLE_OFFSET),
                extension.u32(EXT_BLOB_TABLE_SIZE),
                extension.i64(EXT_PREFETCH_TABLE_OFFSET),
                extension.u32(EXT_PREFETCH_TABLE_SIZE) / PREFETCH_ENTRY_SIZE,
                extension.i64(EXT_CHUNK_TABLE_OFFSET),
                extension.i64(EXT_CHUNK_TABLE_SIZE));
    }

    private Compressor compressor(Set<RafsFlag> flags) throws RafsFormatException {
        Compressor found = null;
        for (Compressor candidate : Compressor.values()) {
            if (flags.contains(flag(candidate))) {
                if (found != null) {
                    throw extension.fault("names more than one compressor: " + flags);
                }
                found = candidate;
            }
        }
        if (found == null) {
            throw extension.fault("does not name a compressor: " + flags);
        }
        return found;
    }

    private static RafsFlag flag(Compressor compressor) {
        return switch (compressor) {
            case NONE -> RafsFlag.COMPRESSION_NONE;
            case LZ4_BLOCK -> RafsFlag.COMPRESSION_LZ4;
            case GZIP -> RafsFlag.COMPRESSION_GZIP;
            case ZSTD -> RafsFlag.COMPRESSION_ZSTD;
        };
    }

    private DigestAlgorithm digester(Set<RafsFlag> flags) throws RafsFormatException {
        if (flags.contains(RafsFlag.HASH_BLAKE3) == flags.contains(RafsFlag.HASH_SHA256)) {
            throw extension.fault("does not name exactly one digest algorithm: " + flags);
        }
        return flags.contains(RafsFlag.HASH_BLAKE3) ? DigestAlgorithm.BLAKE3 : DigestAlgorithm.SHA256;
    }

    /** Returns the offset of nid 0, in bytes. */
    public long metaOffset() throws RafsFormatException {
        return erofs.u32(SB_META_BLKADDR) << erofs.u8(SB_BLKSZBITS);
    }

    public Bytes blobTable() throws RafsFormatException {
        return table("v6 blob table", extension.i64(EXT_BLOB_TABLE_OFFSET), extension.u32(EXT_BLOB_TABLE_SIZE));
    }

    public Bytes chunkTable() throws RafsFormatException {
        return table(
                "v6 chunk table",
                extension.i64(EXT_CHUNK_TABLE_OFFSET),
                extension.size64(EXT_CHUNK_TABLE_SIZE, "chunk table size"));
    }

    /** Returns the prefetch table; empty images of old builders have a size but no offset. */
    public Bytes prefetchTable() throws RafsFormatException {
        long offset = extension.i64(EXT_PREFETCH_TABLE_OFFSET);
        return table("v6 prefetch table", offset, offset == 0 ? 0 : extension.u32(EXT_PREFETCH_TABLE_SIZE));
    }

    /** Returns the block at which a blob's device slot maps it; 0 without a slot, which only a kernel needs. */
    long mappedBlock(int blobIndex) throws RafsFormatException {
        long slot = ((long) erofs.u16(SB_DEVT_SLOTOFF) + blobIndex) * DEVICE_SLOT_SIZE;
        return slot + DEVICE_SLOT_SIZE > bootstrap.length() ? 0 : bootstrap.u32(slot + DS_MAPPED_BLKADDR);
    }

    private Bytes table(String name, long offset, long size) throws RafsFormatException {
        return size == 0 ? bootstrap.at(name, 0, 0) : bootstrap.at(name, offset, size);
    }
}
