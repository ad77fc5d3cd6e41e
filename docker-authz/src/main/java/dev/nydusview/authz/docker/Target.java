package dev.nydusview.authz.docker;

import dev.nydusview.registry.ref.ImageReference;

/** The image that a request is about, as far as it is known. */
public sealed interface Target {
    /** An image that a registry has, or may have. */
    record Remote(ImageReference name) implements Target {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    /**
     * A text that cannot be requested from a registry: an image ID, all tags of a repository, not a valid name.
     *
     * @param text what was named
     * @param reason in a sentence's end, such as {@code it is an image's ID}
     */
    record Local(String text, String reason) implements Target {
        /** Characters of the text that are kept, more than in any name; a body may have any text there. */
        private static final int MAX_TEXT = 512;

        public Local {
            text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
        }

        @Override
        public String toString() {
            return text.isEmpty() ? "an image without a name" : text;
        }
    }

    /**
     * Something that cannot be scanned: docker tells plugins nothing that identifies what the request brings.
     *
     * @param path of the request, for messages
     */
    record Unnamed(String path) implements Target {
        public Unnamed {
            path = path.length() > Local.MAX_TEXT ? path.substring(0, Local.MAX_TEXT) + "..." : path;
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * An unknown image: the body was not passed on, or docker may read it differently.
     *
     * @param reason in a sentence's end
     */
    record Unreadable(String reason) implements Target {
        @Override
        public String toString() {
            return "an unknown image";
        }
    }
}
