package dev.nydusview.rafs.codec;

import dev.nydusview.base.ThreadSupply;
import dev.nydusview.base.Threads;
import dev.nydusview.rafs.model.Digest;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * BLAKE3 without a key and with 256 bits of output, of one whole array at a time.
 *
 * <p>The input is cut into chunks of 1024 bytes, the leaves of a binary tree whose left sub-trees are always full; the
 * digest is the root's. Each node is compressed in blocks of 64 bytes. Source: the BLAKE3 paper, sections 2.1 to 2.4.
 *
 * <p>The scalar form is the first one. Once a process has digested so much that it will probably digest more, the
 * vector form is compiled in the background, and takes over if it has become faster.
 */
final class Blake3 {
    /**
     * Bytes after which the vector form is tried. Compiling it takes half a second of a processor or more, as digesting
     * another 300 MiB would in the scalar form; a scan of packages reads less than this.
     */
    private static final long ENOUGH = 128 << 20;

    /** Bytes from which on vectors gain much: a shorter input does not fill them. */
    private static final int LONG_INPUT = 1 << 14;

    private static final AtomicLong DIGESTED = new AtomicLong();

    private static volatile @Nullable Blake3Form vector;

    private Blake3() {}

    static Digest digest(byte[] input, int offset, int length) {
        Blake3Form form = vector;
        if (form != null) {
            return form.digest(input, offset, length);
        }
        if (length >= LONG_INPUT) {
            count(length);
        }
        return Blake3Scalar.digest(input, offset, length);
    }

    /** Tells whether the vector form has taken over. */
    static boolean usesVectors() {
        return vector != null;
    }

    /** Begins to try the vector form when the sum of all long inputs reaches {@link #ENOUGH}. */
    private static void count(int length) {
        if (DIGESTED.get() < ENOUGH) {
            long sum = DIGESTED.addAndGet(length);
            if (sum >= ENOUGH && sum - length < ENOUGH) {
                boolean unused = ThreadSupply.tryStart(Threads.daemon("blake3-vectors", Blake3::tryVectors));
            }
        }
    }

    private static void tryVectors() {
        Blake3Form form = Blake3Vectors.load();
        if (form != null && Blake3Vectors.becomesFaster(form)) {
            vector = form;
        }
    }
}
