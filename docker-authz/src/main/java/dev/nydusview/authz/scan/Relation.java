package dev.nydusview.authz.scan;

import java.util.Locale;

/** Relation of the manifest that was read to the digest that an image's name stands for. */
public enum Relation {
    /** It has that digest. */
    ITSELF,
    /** It is the image for the platform in the index that has that digest. */
    PLATFORM,
    /** It is a Nydus image in place of the plain one, which it names as its subject. */
    SUBJECT,
    /** It is a Nydus image in place of the plain one, beside which it lies in an index. */
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
