package dev.nydusview.rafs.codec;

import org.jspecify.annotations.Nullable;

/**
 * Finds the vector form of BLAKE3, and runs it until it is compiled.
 *
 * <p>It needs the module jdk.incubator.vector, which is not among those of a JVM by default. Naming the module to the
 * JVM costs time at each start, and prints a warning; so the JDK's own method for adding a module later is used where
 * the JVM was started with {@code --add-exports java.base/jdk.internal.module=ALL-UNNAMED}. Either way the JVM prepares
 * its compiler for vectors when the module is defined.
 */
final class Blake3Vectors {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String FORM = Blake3Vectors.class.getPackageName() + ".Blake3Vector";

    /** Nanoseconds of work within which the vector form has to become the faster one. */
    private static final long BUDGET = 2_000_000_000L;

    /** A run is a slice of work of milliseconds even where vectors are not compiled, and makes calls of all kinds. */
    private static final int[] RUN = {16 << 10, 4 << 10, 5000};

    private static final int FAST_RUNS = 5;

    private Blake3Vectors() {}

    /** Returns the vector form; null if this JVM cannot load it. */
    static @Nullable Blake3Form load() {
        try {
            if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
                Class.forName("jdk.internal.module.Modules")
                        .getMethod("loadModule", String.class)
                        .invoke(null, MODULE);
            }
            return Class.forName(FORM)
                    .asSubclass(Blake3Form.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    /**
     * Runs {@code form} until it has several times taken less than three quarters of the shortest time of the scalar form,
     * with pauses that leave the processor to others half of the time. Runs in between that took longer do not count: on a
     * busy machine they have the time of other threads in them.
     *
     * @return false if the form is still slower after {@link #BUDGET}, or the thread is interrupted
     */
    static boolean becomesFaster(Blake3Form form) {
        byte[] input = new byte[RUN[0]];
        long scalar = Long.MAX_VALUE;
        long best = Long.MAX_VALUE;
        int faster = 0;
        for (long spent = 0; spent < BUDGET; ) {
            long plain = nanoseconds(Blake3Scalar::digest, input);
            if (plain < scalar) {
                scalar = plain;
                faster = 0; // what was faster than before need not be faster than this
            }
            long vectors = nanoseconds(form, input);
            best = Math.min(best, vectors);
            faster += vectors < scalar / 4 * 3 ? 1 : 0;
            if (faster == FAST_RUNS) {
                return true;
            }
            spent += Math.min(vectors, 2 * best);
            try {
                Thread.sleep(1 + vectors / 1_000_000);
            } catch (InterruptedException e) {
                return false;
            }
        }
        return false;
    }

    private static long nanoseconds(Blake3Form form, byte[] input) {
        long start = System.nanoTime();
        for (int length : RUN) {
            form.digest(input, 0, length);
        }
        return System.nanoTime() - start;
    }
}
