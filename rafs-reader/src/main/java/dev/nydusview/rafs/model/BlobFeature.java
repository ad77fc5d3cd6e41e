package dev.nydusview.rafs.model;

import java.util.EnumSet;
import java.util.Set;

/** Features of a data blob, in bit order. */
public enum BlobFeature {
    ALIGNED(0x1),
    INLINED_FS_META(0x2),
    CHUNK_INFO_V2(0x4),
    ZRAN(0x8),
    SEPARATE(0x10),
    INLINED_CHUNK_DIGEST(0x20),
    TARFS(0x40),
    BATCH(0x80),
    ENCRYPTED(0x100),
    IS_CHUNKDICT_GENERATED(0x200),
    IS_SEPARATED_WITH_PREFETCH_FILES(0x400),
    EXTERNAL(0x800),
    HAS_TAR_HEADER(0x1000_0000),
    HAS_TOC(0x2000_0000),
    CAP_TAR_TOC(0x4000_0000);

    private final int bit;

    BlobFeature(int bit) {
        this.bit = bit;
    }

    /** Returns the features whose bits are set in {@code bits}; bits without a name are left out. */
    public static Set<BlobFeature> decode(int bits) {
        Set<BlobFeature> set = EnumSet.noneOf(BlobFeature.class);
        for (BlobFeature feature : values()) {
            if ((bits & feature.bit) != 0) {
                set.add(feature);
            }
        }
        return set;
    }

    /** Returns the bits of {@code features}: the inverse of {@link #decode}. */
    public static int encode(Set<BlobFeature> features) {
        int bits = 0;
        for (BlobFeature feature : features) {
            bits |= feature.bit;
        }
        return bits;
    }

    /** The bits below 2^16 of {@code bits} that have no name here. */
    public static int unknown(int bits) {
        int known = 0;
        for (BlobFeature feature : values()) {
            known |= feature.bit;
        }
        return bits & ~known & 0xffff;
    }
}
