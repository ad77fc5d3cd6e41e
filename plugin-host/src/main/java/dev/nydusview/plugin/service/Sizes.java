package dev.nydusview.plugin.service;

/** Sizes as they are told to users. */
final class Sizes {
    private Sizes() {}

    /** Such as {@code 16 MiB}; in bytes if they are fewer. */
    static String mebibytes(long bytes) {
        return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MiB";
    }
}
