package dev.nydusview.scan.scanner;

import dev.nydusview.base.Sha256;
import java.util.Optional;

/** The parts of an image's name, {@code REF@sha256:...}. */
final class ImageNames {
    private ImageNames() {}

    /** Returns the name without the digest. */
    static String plain(String name) {
        return digest(name).isPresent() ? name.substring(0, name.lastIndexOf('@')) : name;
    }

    /** Returns the digest in a name, such as {@code sha256:...}. */
    static Optional<String> digest(String name) {
        return Optional.ofNullable(Sha256.ofReference(name)).map(Sha256::toString);
    }
}
