package dev.nydusview.base;

import java.util.Locale;

/**
 * The plain OCI image in whose place a Nydus image is read.
 *
 * @param digest of the plain image's manifest: {@code sha256:} and 64 hexadecimal digits
 * @param relation that leads from it to the Nydus image
 */
public record ReplacedImage(String digest, Relation relation) {

    /** Claim of a Nydus image to be the same as a plain one; nothing proves it. */
    public enum Relation {
        /** The Nydus image names the plain image, or the index that has it, as its {@code subject}. */
        SUBJECT,
        /** The Nydus image lies beside the plain image in an index, for the same platform. */
        INDEX;

        /** Returns the name as documents spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The end of a sentence about the Nydus image: {@code in place of sha256:..., which lies in the same index}. */
    public String phrase() {
        return "in place of " + digest
                + switch (relation) {
                    case SUBJECT -> ", which it names as its subject";
                    case INDEX -> ", which lies in the same index";
                };
    }
}
