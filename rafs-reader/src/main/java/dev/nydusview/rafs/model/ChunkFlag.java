package dev.nydusview.rafs.model;

import java.util.EnumSet;
import java.util.Set;

/** Flags of a chunk's record in the bootstrap, in bit order. */
public enum ChunkFlag {
    COMPRESSED(0x1),
    HOLE(0x2),
    ENCRYPTED(0x4),
    BATCH(0x8),
    HAS_CRC32(0x10);

    private final int bit;

    ChunkFlag(int bit) {
        this.bit = bit;
    }

    /** Returns the flags whose bits are set in {@code bits}; bits without a name are left out. */
    public static Set<ChunkFlag> decode(int bits) {
        Set<ChunkFlag> set = EnumSet.noneOf(ChunkFlag.class);
        for (ChunkFlag flag : values()) {
            if ((bits & flag.bit) != 0) {
                set.add(flag);
            }
        }
        return set;
    }

    /** Returns the bits of {@code flags}: the inverse of {@link #decode}. */
    public static int encode(Set<ChunkFlag> flags) {
        int bits = 0;
        for (ChunkFlag flag : flags) {
            bits |= flag.bit;
        }
        return bits;
    }
}
