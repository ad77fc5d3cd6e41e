package dev.nydusview.authz.docker;

import dev.nydusview.registry.ref.ImageReference;

/** Parses names of images in requests to docker, whose API adds forms to the grammar of references. */
final class ImageNames {
    private ImageNames() {}

    /**
     * Parses a name without a separate tag. A digest decides alone; without a digest and a tag the tag is {@code
     * latest}.
     *
     * @throws IllegalArgumentException if docker would refuse it
     */
    static ImageReference whole(String name) {
        return ImageReference.parse(name).byDigest();
    }

    /**
     * Parses a name with a parameter {@code tag}, which replaces the name's own tag and may be a digest; without a tag
     * and a digest, the name stands for all tags.
     *
     * @throws IllegalArgumentException if docker would refuse them
     */
    static ImageReference tagged(String name, String tag) {
        ImageReference parsed = ImageReference.parseWritten(name);
        ImageReference tagged =
                tag.isEmpty() ? parsed : ImageReference.isDigest(tag) ? parsed.withDigest(tag) : parsed.withTag(tag);
        return tagged.byDigest();
    }
}
