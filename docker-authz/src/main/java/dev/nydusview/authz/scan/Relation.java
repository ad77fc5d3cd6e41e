package dev.nydusview.authz.scan;

import java.util.Locale;

/** Relation of the manifest that was read to the digest that an image's name stands for. */
public enum Relation {
    /** The scanned image has that digest. */
    ITSELF,
    /** The scanned image is the one for the platform in the index that has that digest. */
    PLATFORM,
    /** The scanned image is a Nydus image that names the plain one as its subject. */
    SUBJECT,
    /** The scanned image is a Nydus image that lies beside the plain one in an index. */
    INDEX;

    /** The name in the audit log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The end of a sentence about the manifest that was read. */
    public String phrase() {
        return switch (this) {
            case ITSELF -> "which is that";
            case PLATFORM -> "its image for the platform";
            case SUBJECT -> "a Nydus image in place of the plain one, which it names as its subject";
            case INDEX -> "a Nydus image in place of the plain one, which lies in the same index";
        };
    }
}
