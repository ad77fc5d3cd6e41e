package dev.nydusview.rafs.codec;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compression of one block of BLAKE3 in each lane of vectors, with words in arrays of one vector after the other: word
 * {@code w} of lane {@code l} is at {@code w * LANES + l}.
 *
 * <p>The methods are cut so that the second compiler keeps all vectors in registers: a vector in an array or a field is
 * an object, and the seven rounds in a row are too long a method to be compiled. No class but this one and its caller
 * may name a type of the module jdk.incubator.vector, which may be missing.
 */
final class Blake3Lanes {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

    static final int LANES = SPECIES.length();

    private static final int[] IV = Blake3Scalar.initialValue();

    /** The initial chaining value of all lanes. */
    private static final int[] START = start();

    /** Positions of the words of the message in the order in which the rounds use them, 16 for each. */
    private static final int[] ORDER = order();

    private Blake3Lanes() {}

    private static int[] start() {
        int[] start = new int[IV.length * LANES];
        for (int i = 0; i < start.length; i++) {
            start[i] = IV[i / LANES];
        }
        return start;
    }

    private static int[] order() {
        int[] permutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
        int[] order = new int[7 * 16];
        for (int i = 0; i < order.length; i++) {
            order[i] = i < 16 ? i * LANES : order[i / 16 * 16 - 16 + permutation[i % 16]];
        }
        return order;
    }

    /** Sets all lanes of {@code h} to the initial chaining value. */
    static void start(int[] h) {
        System.arraycopy(START, 0, h, 0, START.length);
    }

    /**
     * Compresses the whole blocks {@code m} into the chaining values {@code h}.
     *
     * @param counter that of the first lane
     * @param step what the counter grows by from lane to lane
     */
    static void compress(int[] h, int[] m, int counter, int step, int flags) {
        IntVector v0 = IntVector.fromArray(SPECIES, h, 0);
        IntVector v1 = IntVector.fromArray(SPECIES, h, LANES);
        IntVector v2 = IntVector.fromArray(SPECIES, h, 2 * LANES);
        IntVector v3 = IntVector.fromArray(SPECIES, h, 3 * LANES);
        IntVector v4 = IntVector.fromArray(SPECIES, h, 4 * LANES);
        IntVector v5 = IntVector.fromArray(SPECIES, h, 5 * LANES);
        IntVector v6 = IntVector.fromArray(SPECIES, h, 6 * LANES);
        IntVector v7 = IntVector.fromArray(SPECIES, h, 7 * LANES);
        IntVector v8 = IntVector.broadcast(SPECIES, IV[0]);
        IntVector v9 = IntVector.broadcast(SPECIES, IV[1]);
        IntVector v10 = IntVector.broadcast(SPECIES, IV[2]);
        IntVector v11 = IntVector.broadcast(SPECIES, IV[3]);
        IntVector v12 = IntVector.broadcast(SPECIES, counter).addIndex(step);
        IntVector v13 = IntVector.zero(SPECIES);
        IntVector v14 = IntVector.broadcast(SPECIES, Blake3Scalar.BLOCK);
        IntVector v15 = IntVector.broadcast(SPECIES, flags);
        for (int q = 0; q < ORDER.length; q += 16) {
            // Columns.
            v0 = v0.add(v4).add(IntVector.fromArray(SPECIES, m, ORDER[q]));
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
            v8 = v8.add(v12);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 12);
            v0 = v0.add(v4).add(IntVector.fromArray(SPECIES, m, ORDER[q + 1]));
            v12 = v12.lanewise(XOR, v0).lanewise(ROR, 8);
            v8 = v8.add(v12);
            v4 = v4.lanewise(XOR, v8).lanewise(ROR, 7);

            v1 = v1.add(v5).add(IntVector.fromArray(SPECIES, m, ORDER[q + 2]));
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
            v9 = v9.add(v13);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 12);
            v1 = v1.add(v5).add(IntVector.fromArray(SPECIES, m, ORDER[q + 3]));
            v13 = v13.lanewise(XOR, v1).lanewise(ROR, 8);
            v9 = v9.add(v13);
            v5 = v5.lanewise(XOR, v9).lanewise(ROR, 7);

            v2 = v2.add(v6).add(IntVector.fromArray(SPECIES, m, ORDER[q + 4]));
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
            v10 = v10.add(v14);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 12);
            v2 = v2.add(v6).add(IntVector.fromArray(SPECIES, m, ORDER[q + 5]));
            v14 = v14.lanewise(XOR, v2).lanewise(ROR, 8);
            v10 = v10.add(v14);
            v6 = v6.lanewise(XOR, v10).lanewise(ROR, 7);

            v3 = v3.add(v7).add(IntVector.fromArray(SPECIES, m, ORDER[q + 6]));
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
            v11 = v11.add(v15);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 12);
            v3 = v3.add(v7).add(IntVector.fromArray(SPECIES, m, ORDER[q + 7]));
            v15 = v15.lanewise(XOR, v3).lanewise(ROR, 8);
            v11 = v11.add(v15);
            v7 = v7.lanewise(XOR, v11).lanewise(ROR, 7);

            // Diagonals.
            v0 = v0.add(v5).add(IntVector.fromArray(SPECIES, m, ORDER[q + 8]));
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
            v10 = v10.add(v15);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
            v0 = v0.add(v5).add(IntVector.fromArray(SPECIES, m, ORDER[q + 9]));
            v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
            v10 = v10.add(v15);
            v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);

            v1 = v1.add(v6).add(IntVector.fromArray(SPECIES, m, ORDER[q + 10]));
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
            v11 = v11.add(v12);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 12);
            v1 = v1.add(v6).add(IntVector.fromArray(SPECIES, m, ORDER[q + 11]));
            v12 = v12.lanewise(XOR, v1).lanewise(ROR, 8);
            v11 = v11.add(v12);
            v6 = v6.lanewise(XOR, v11).lanewise(ROR, 7);

            v2 = v2.add(v7).add(IntVector.fromArray(SPECIES, m, ORDER[q + 12]));
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
            v8 = v8.add(v13);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 12);
            v2 = v2.add(v7).add(IntVector.fromArray(SPECIES, m, ORDER[q + 13]));
            v13 = v13.lanewise(XOR, v2).lanewise(ROR, 8);
            v8 = v8.add(v13);
            v7 = v7.lanewise(XOR, v8).lanewise(ROR, 7);

            v3 = v3.add(v4).add(IntVector.fromArray(SPECIES, m, ORDER[q + 14]));
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
            v9 = v9.add(v14);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 12);
            v3 = v3.add(v4).add(IntVector.fromArray(SPECIES, m, ORDER[q + 15]));
            v14 = v14.lanewise(XOR, v3).lanewise(ROR, 8);
            v9 = v9.add(v14);
            v4 = v4.lanewise(XOR, v9).lanewise(ROR, 7);
        }
        v0.lanewise(XOR, v8).intoArray(h, 0);
        v1.lanewise(XOR, v9).intoArray(h, LANES);
        v2.lanewise(XOR, v10).intoArray(h, 2 * LANES);
        v3.lanewise(XOR, v11).intoArray(h, 3 * LANES);
        v4.lanewise(XOR, v12).intoArray(h, 4 * LANES);
        v5.lanewise(XOR, v13).intoArray(h, 5 * LANES);
        v6.lanewise(XOR, v14).intoArray(h, 6 * LANES);
        v7.lanewise(XOR, v15).intoArray(h, 7 * LANES);
    }
}
