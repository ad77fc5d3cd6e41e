package dev.nydusview.rafs.model;

import java.util.Arrays;
import java.util.Optional;

/** Encryption algorithms, with the codes that the v6 blob table has for them. */
public enum CipherAlgorithm {
    NONE(0),
    AES_128_XTS(1),
    AES_256_XTS(2),
    AES_256_GCM(3);

    private final int code;

    CipherAlgorithm(int code) {
        this.code = code;
    }

    /** Returns the algorithm with that code; empty if there is none. */
    public static Optional<CipherAlgorithm> ofCode(long code) {
        return Arrays.stream(values()).filter(cipher -> cipher.code == code).findFirst();
    }

    public int code() {
        return code;
    }
}
