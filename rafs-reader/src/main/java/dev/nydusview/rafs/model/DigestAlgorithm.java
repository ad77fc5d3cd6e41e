package dev.nydusview.rafs.model;

import java.util.Arrays;
import java.util.Optional;

/** Digest algorithms, with the codes that the v6 blob table has for them. */
public enum DigestAlgorithm {
    BLAKE3(0, "blake3"),
    SHA256(1, "sha256");

    private final int code;
    private final String label;

    DigestAlgorithm(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Returns the algorithm with that code; empty if there is none. */
    public static Optional<DigestAlgorithm> ofCode(long code) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.code == code)
                .findFirst();
    }

    public int code() {
        return code;
    }

    /** The name that the real tools print. */
    @Override
    public String toString() {
        return label;
    }
}
