package dev.nydusview.plugin.service;

/** Formats sizes for users. */
final class Sizes {
    private Sizes() {}

    /** Formats a size, such as {@code 16 MiB}; in bytes below 1 MiB. */
    static String mebibytes(long bytes) {
        return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MiB";
    }
}
