package dev.nydusview.rafs.codec;

import static dev.nydusview.rafs.codec.Blake3Scalar.BLOCK;
import static dev.nydusview.rafs.codec.Blake3Scalar.CHUNK;
import static dev.nydusview.rafs.codec.Blake3Scalar.CHUNK_END;
import static dev.nydusview.rafs.codec.Blake3Scalar.CHUNK_START;
import static dev.nydusview.rafs.codec.Blake3Scalar.PARENT;
import static dev.nydusview.rafs.codec.Blake3Scalar.ROOT;
import static dev.nydusview.rafs.codec.Blake3Scalar.WORDS;

import dev.nydusview.rafs.model.Digest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * BLAKE3 with one node of the tree in each lane of a vector: all leaves first, then level by level, in which neighbours
 * have a parent and a last one without a neighbour moves up, which is the tree whose left sub-trees are full.
 *
 * <p>Fewer nodes than {@link #FEWEST} are faster one at a time.
 */
final class Blake3Vector implements Blake3Form {
    private static final int LANES = Blake3Lanes.LANES;
    private static final int FEWEST = 2;
    private static final int MESSAGE = 16;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    Blake3Vector() {}

    @Override
    public Digest digest(byte[] input, int offset, int length) {
        if (length < FEWEST * CHUNK) {
            return Blake3Scalar.digest(input, offset, length);
        }
        int nodes = (length - 1) / CHUNK + 1;
        int[] values = new int[nodes * WORDS];
        int[] h = new int[WORDS * LANES];
        int[] m = new int[MESSAGE * LANES];
        leaves(input, offset, length, values, h, m);
        while (nodes > 2) {
            parents(values, nodes / 2, h, m);
            if (nodes % 2 != 0) {
                System.arraycopy(values, (nodes - 1) * WORDS, values, nodes / 2 * WORDS, WORDS);
            }
            nodes = (nodes + 1) / 2;
        }
        return Blake3Scalar.digest(Blake3Scalar.parent(values, 0, ROOT));
    }

    private static void leaves(byte[] input, int offset, int length, int[] values, int[] h, int[] m) {
        int whole = length / CHUNK;
        int chunk = 0;
        while (whole - chunk >= FEWEST) {
            int lanes = Math.min(LANES, whole - chunk);
            Blake3Lanes.start(h);
            for (int at = 0; at < CHUNK; at += BLOCK) {
                loadBlocks(input, offset + chunk * CHUNK + at, lanes, m);
                int flags = (at == 0 ? CHUNK_START : 0) | (at == CHUNK - BLOCK ? CHUNK_END : 0);
                Blake3Lanes.compress(h, m, chunk, 1, flags);
            }
            store(h, lanes, values, chunk * WORDS);
            chunk += lanes;
        }
        for (int at = chunk * CHUNK; at < length; at += CHUNK) {
            int[] value = Blake3Scalar.leaf(input, offset + at, Math.min(CHUNK, length - at), at / CHUNK);
            System.arraycopy(value, 0, values, at / CHUNK * WORDS, WORDS);
        }
    }

    /** Replaces the first {@code 2 * pairs} values by those of their parents. */
    private static void parents(int[] values, int pairs, int[] h, int[] m) {
        int done = 0;
        while (pairs - done >= FEWEST) {
            int lanes = Math.min(LANES, pairs - done);
            Blake3Lanes.start(h);
            loadPairs(values, done * MESSAGE, lanes, m);
            Blake3Lanes.compress(h, m, 0, 0, PARENT);
            store(h, lanes, values, done * WORDS);
            done += lanes;
        }
        for (; done < pairs; done++) {
            System.arraycopy(Blake3Scalar.parent(values, done * MESSAGE, 0), 0, values, done * WORDS, WORDS);
        }
    }

    private static void loadBlocks(byte[] input, int offset, int lanes, int[] m) {
        for (int lane = 0; lane < lanes; lane++) {
            int from = offset + lane * CHUNK;
            for (int word = 0; word < MESSAGE; word++) {
                m[word * LANES + lane] = (int) INT.get(input, from + word * Integer.BYTES);
            }
        }
    }

    private static void loadPairs(int[] values, int from, int lanes, int[] m) {
        for (int lane = 0; lane < lanes; lane++) {
            for (int word = 0; word < MESSAGE; word++) {
                m[word * LANES + lane] = values[from + lane * MESSAGE + word];
            }
        }
    }

    private static void store(int[] h, int lanes, int[] values, int to) {
        for (int lane = 0; lane < lanes; lane++) {
            for (int word = 0; word < WORDS; word++) {
                values[to + lane * WORDS + word] = h[word * LANES + lane];
            }
        }
    }
}
