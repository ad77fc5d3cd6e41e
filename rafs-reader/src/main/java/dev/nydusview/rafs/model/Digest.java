package dev.nydusview.rafs.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A 256-bit digest of either algorithm. Four big-endian words, so that it is cheap to hash and compare. */
public record Digest(long word0, long word1, long word2, long word3) {
    /** Bytes in a digest. */
    public static final int SIZE = 32;

    /** Placeholder where a digest is absent. */
    public static final Digest ZERO = new Digest(0, 0, 0, 0);

    /** Returns the digest whose 32 bytes start at {@code offset}. */
    public static Digest of(byte[] bytes, int offset) {
        ByteBuffer words = ByteBuffer.wrap(bytes, offset, SIZE);
        return new Digest(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** The digest that 64 hexadecimal digits spell. */
    public static Digest ofHex(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a digest has 64 hexadecimal digits, not " + hex.length());
        }
        return of(bytes, 0);
    }

    public boolean isZero() {
        return (word0 | word1 | word2 | word3) == 0;
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(SIZE)
                .putLong(word0)
                .putLong(word1)
                .putLong(word2)
                .putLong(word3)
                .array();
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(toBytes());
    }
}
