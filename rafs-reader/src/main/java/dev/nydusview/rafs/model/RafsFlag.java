package dev.nydusview.rafs.model;

import dev.nydusview.base.UnsupportedFeatureException;
import java.util.EnumSet;
import java.util.Set;

/** Superblock flags, shared by v5 and v6, in bit order. */
public enum RafsFlag {
    COMPRESSION_NONE(0x1),
    COMPRESSION_LZ4(0x2),
    HASH_BLAKE3(0x4),
    HASH_SHA256(0x8),
    EXPLICIT_UID_GID(0x10),
    HAS_XATTR(0x20),
    COMPRESSION_GZIP(0x40),
    COMPRESSION_ZSTD(0x80),
    INLINED_CHUNK_DIGEST(0x100),
    TARTFS_MODE(0x200),
    ENCRYPTION_NONE(0x0100_0000),
    ENCRYPTION_ASE_128_XTS(0x0200_0000),
    PRESERVED_COMPAT_5(0x0400_0000),
    PRESERVED_COMPAT_4(0x0800_0000),
    PRESERVED_COMPAT_3(0x1000_0000),
    PRESERVED_COMPAT_2(0x2000_0000),
    PRESERVED_COMPAT_1(0x4000_0000),
    PRESERVED_COMPAT_0(0x8000_0000L);

    private final long bit;

    RafsFlag(long bit) {
        this.bit = bit;
    }

    public long bit() {
        return bit;
    }

    public boolean in(long flags) {
        return (flags & bit) != 0;
    }

    /** The flags that are set; unsupported if a bit is set that has no name here. */
    public static Set<RafsFlag> decode(long flags) throws UnsupportedFeatureException {
        Set<RafsFlag> set = EnumSet.noneOf(RafsFlag.class);
        long unknown = flags;
        for (RafsFlag flag : values()) {
            if (flag.in(flags)) {
                set.add(flag);
                unknown &= ~flag.bit;
            }
        }
        if (unknown != 0) {
            throw new UnsupportedFeatureException("unknown superblock flags 0x" + Long.toHexString(unknown));
        }
        return set;
    }
}
