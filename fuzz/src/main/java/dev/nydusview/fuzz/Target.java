package dev.nydusview.fuzz;

import java.io.IOException;
import java.util.List;

/** A parser of foreign bytes, and the properties that it must have for any bytes. */
interface Target {
    /** Small inputs that lead far into the parser. */
    List<byte[]> seeds() throws IOException;

    /**
     * Hands {@code input} to the parser. What it then throws is a finding unless it is a {@link Refusal}; a broken
     * promise is an {@link AssertionError}.
     */
    void run(byte[] input) throws IOException;
}
