package dev.nydusview.scan.scanner;

import java.util.Optional;

/** The parts of an image's name, {@code REF@sha256:...}. */
final class ImageNames {
    private static final String DIGEST = "@sha256:";

    private ImageNames() {}

    /** Returns the name without the digest. */
    static String plain(String name) {
        int at = name.lastIndexOf(DIGEST);
        return at < 0 ? name : name.substring(0, at);
    }

    /** Returns the digest in a name, such as {@code sha256:...}. */
    static Optional<String> digest(String name) {
        int at = name.lastIndexOf(DIGEST);
        return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
    }
}
