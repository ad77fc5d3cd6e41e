package dev.nydusview.authz.docker;

import dev.nydusview.registry.ref.ImageReference;

/** Names of images as requests to docker give them: what its API adds to the grammar of references. */
final class ImageNames {
    private ImageNames() {}

    /**
     * A name by itself: a digest decides alone, and without one and without a tag it is the tag {@code latest}.
     *
     * @throws IllegalArgumentException if docker would not take it
     */
    static ImageReference whole(String name) {
        return ImageReference.parse(name).byDigest();
    }

    /**
     * A name and a parameter {@code tag}, which takes the place of the name's own and may be a digest; of neither a tag
     * nor a digest, all tags are meant.
     *
     * @throws IllegalArgumentException if docker would not take them
     */
    static ImageReference tagged(String name, String tag) {
        ImageReference parsed = ImageReference.parseWritten(name);
        ImageReference tagged =
                tag.isEmpty() ? parsed : ImageReference.isDigest(tag) ? parsed.withDigest(tag) : parsed.withTag(tag);
        return tagged.byDigest();
    }
}
