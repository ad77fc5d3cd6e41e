package dev.nydusview.rafs.codec;

import dev.nydusview.rafs.model.Digest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * BLAKE3 with one node of the tree at a time.
 *
 * <p>Words are loaded as words only from the input, never from or into a new byte array: the second compiler of JDK 17
 * generates wrong code for that, or crashes.
 */
final class Blake3Scalar {
    /** Bytes that are compressed at once. */
    static final int BLOCK = 64;
    /** Bytes of a leaf, all but the last. */
    static final int CHUNK = 1024;
    /** Words of a chaining value. */
    static final int WORDS = 8;

    static final int CHUNK_START = 1;
    static final int CHUNK_END = 1 << 1;
    static final int PARENT = 1 << 2;
    static final int ROOT = 1 << 3;

    private static final int[] IV = {
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19
    };

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] input;
    private final int[] message = new int[16];

    private Blake3Scalar(byte[] input) {
        this.input = input;
    }

    static Digest digest(byte[] input, int offset, int length) {
        return digest(new Blake3Scalar(input).node(offset, length, 0, ROOT));
    }

    /** The digest whose words are the chaining value of the root. */
    static Digest digest(int[] root) {
        return new Digest(
                bigEndian(root[0], root[1]),
                bigEndian(root[2], root[3]),
                bigEndian(root[4], root[5]),
                bigEndian(root[6], root[7]));
    }

    /** Returns two words for a {@link Digest}, which is big-endian; the digest's own words are little-endian. */
    private static long bigEndian(int first, int second) {
        return ((long) Integer.reverseBytes(first) << Integer.SIZE) | (Integer.reverseBytes(second) & 0xffff_ffffL);
    }

    /** Returns a new array with the initial chaining value of every node. */
    static int[] initialValue() {
        return IV.clone();
    }

    /**
     * Returns the chaining value of the last leaf, of {@code length} bytes, which are not those of a whole input.
     *
     * @param chunk its number
     */
    static int[] leaf(byte[] input, int offset, int length, long chunk) {
        return new Blake3Scalar(input).leaf(offset, length, chunk, 0);
    }

    /** Returns the chaining value of the node over the two whose values are the 16 words at {@code children}. */
    static int[] parent(int[] values, int children, int flags) {
        int[] value = IV.clone();
        compress(value, values, children, 0, BLOCK, PARENT | flags);
        return value;
    }

    /**
     * Returns the chaining value of the sub-tree over {@code length} bytes, whose first chunk has number {@code chunk}.
     */
    private int[] node(int offset, int length, long chunk, int flags) {
        if (length <= CHUNK) {
            return leaf(offset, length, chunk, flags);
        }
        int left = leftLength(length);
        int[] leftValue = node(offset, left, chunk, 0);
        int[] rightValue = node(offset + left, length - left, chunk + left / CHUNK, 0);
        System.arraycopy(leftValue, 0, message, 0, WORDS);
        System.arraycopy(rightValue, 0, message, WORDS, WORDS);
        return parent(message, 0, flags);
    }

    /** The largest power of two of chunks that leaves at least one byte for the right. */
    private static int leftLength(int length) {
        return Integer.highestOneBit((length - 1) / CHUNK) * CHUNK;
    }

    private int[] leaf(int offset, int length, long chunk, int flags) {
        int[] value = IV.clone();
        int start = CHUNK_START;
        int at = 0;
        while (length - at > BLOCK) {
            loadBlock(offset + at);
            compress(value, message, 0, chunk, BLOCK, start);
            start = 0;
            at += BLOCK;
        }
        loadLastBlock(offset + at, length - at);
        compress(value, message, 0, chunk, length - at, start | CHUNK_END | flags);
        return value;
    }

    private void loadBlock(int offset) {
        for (int i = 0; i < 16; i++) {
            message[i] = (int) INT.get(input, offset + i * Integer.BYTES);
        }
    }

    private void loadLastBlock(int offset, int length) {
        int whole = length / Integer.BYTES;
        for (int i = 0; i < whole; i++) {
            message[i] = (int) INT.get(input, offset + i * Integer.BYTES);
        }
        for (int i = whole; i < 16; i++) {
            message[i] = 0;
        }
        for (int i = whole * Integer.BYTES; i < length; i++) {
            message[whole] |= (input[offset + i] & 0xff) << (Byte.SIZE * (i % Integer.BYTES));
        }
    }

    /**
     * Compresses the block of 16 words of {@code m} at {@code at} into the chaining value {@code h}. All state is in locals, so that it stays in
     * registers; the permutation of the message between rounds is a renaming of locals.
     */
    private static void compress(int[] h, int[] m, int at, long counter, int length, int flags) {
        int m0 = m[at],
                m1 = m[at + 1],
                m2 = m[at + 2],
                m3 = m[at + 3],
                m4 = m[at + 4],
                m5 = m[at + 5],
                m6 = m[at + 6],
                m7 = m[at + 7];
        int m8 = m[at + 8],
                m9 = m[at + 9],
                m10 = m[at + 10],
                m11 = m[at + 11],
                m12 = m[at + 12],
                m13 = m[at + 13],
                m14 = m[at + 14],
                m15 = m[at + 15];
        int v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3], v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
        int v8 = IV[0], v9 = IV[1], v10 = IV[2], v11 = IV[3];
        int v12 = (int) counter, v13 = (int) (counter >>> 32), v14 = length, v15 = flags;
        for (int round = 0; ; round++) {
            // Columns.
            v0 += v4 + m0;
            v12 = Integer.rotateRight(v12 ^ v0, 16);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v0 += v4 + m1;
            v12 = Integer.rotateRight(v12 ^ v0, 8);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 7);

            v1 += v5 + m2;
            v13 = Integer.rotateRight(v13 ^ v1, 16);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v1 += v5 + m3;
            v13 = Integer.rotateRight(v13 ^ v1, 8);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 7);

            v2 += v6 + m4;
            v14 = Integer.rotateRight(v14 ^ v2, 16);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 12);
            v2 += v6 + m5;
            v14 = Integer.rotateRight(v14 ^ v2, 8);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 7);

            v3 += v7 + m6;
            v15 = Integer.rotateRight(v15 ^ v3, 16);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 12);
            v3 += v7 + m7;
            v15 = Integer.rotateRight(v15 ^ v3, 8);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 7);

            // Diagonals.
            v0 += v5 + m8;
            v15 = Integer.rotateRight(v15 ^ v0, 16);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 12);
            v0 += v5 + m9;
            v15 = Integer.rotateRight(v15 ^ v0, 8);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 7);

            v1 += v6 + m10;
            v12 = Integer.rotateRight(v12 ^ v1, 16);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 12);
            v1 += v6 + m11;
            v12 = Integer.rotateRight(v12 ^ v1, 8);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 7);

            v2 += v7 + m12;
            v13 = Integer.rotateRight(v13 ^ v2, 16);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v2 += v7 + m13;
            v13 = Integer.rotateRight(v13 ^ v2, 8);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 7);

            v3 += v4 + m14;
            v14 = Integer.rotateRight(v14 ^ v3, 16);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v3 += v4 + m15;
            v14 = Integer.rotateRight(v14 ^ v3, 8);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 7);

            if (round == 6) {
                break;
            }
            // Permutation 2 6 3 10 7 0 4 13 1 11 12 5 9 14 15 8, which has no fixed point.
            int t0 = m0, t1 = m1;
            m0 = m2;
            m2 = m3;
            m3 = m10;
            m10 = m12;
            m12 = m9;
            m9 = m11;
            m11 = m5;
            m5 = t0;
            m1 = m6;
            m6 = m4;
            m4 = m7;
            m7 = m13;
            m13 = m14;
            m14 = m15;
            m15 = m8;
            m8 = t1;
        }
        h[0] = v0 ^ v8;
        h[1] = v1 ^ v9;
        h[2] = v2 ^ v10;
        h[3] = v3 ^ v11;
        h[4] = v4 ^ v12;
        h[5] = v5 ^ v13;
        h[6] = v6 ^ v14;
        h[7] = v7 ^ v15;
    }
}
