package dev.nydusview.rafs.model;

/** The two formats that this reader serves. */
public enum FormatVersion {
    V5(5),
    V6(6);

    private final int number;

    FormatVersion(int number) {
        this.number = number;
    }

    /** 5 or 6, as in the {@code nydus-fs-version} annotation. */
    public int number() {
        return number;
    }
}
