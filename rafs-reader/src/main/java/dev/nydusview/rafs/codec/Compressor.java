package dev.nydusview.rafs.codec;

/** Compression algorithms; the order is that of the codes in blob tables. */
public enum Compressor {
    NONE("none"),
    LZ4_BLOCK("lz4_block"),
    GZIP("gzip"),
    ZSTD("zstd");

    private final String label;

    Compressor(String label) {
        this.label = label;
    }

    /** The name that the real tools print. */
    @Override
    public String toString() {
        return label;
    }
}
