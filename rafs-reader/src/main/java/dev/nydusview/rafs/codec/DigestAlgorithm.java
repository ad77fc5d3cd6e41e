package dev.nydusview.rafs.codec;

/** Digest algorithms. */
public enum DigestAlgorithm {
    BLAKE3("blake3"),
    SHA256("sha256");

    private final String label;

    DigestAlgorithm(String label) {
        this.label = label;
    }

    /** The name that the real tools print. */
    @Override
    public String toString() {
        return label;
    }
}
