package dev.nydusview.rafs.model;

import java.util.Arrays;
import java.util.Optional;

/** Compression algorithms, with the codes that blob tables and chunk indexes have for them. */
public enum Compressor {
    NONE(0, "none"),
    LZ4_BLOCK(1, "lz4_block"),
    GZIP(2, "gzip"),
    ZSTD(3, "zstd");

    private final int code;
    private final String label;

    Compressor(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Returns the compressor with that code; empty if there is none. */
    public static Optional<Compressor> ofCode(long code) {
        return Arrays.stream(values())
                .filter(compressor -> compressor.code == code)
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
