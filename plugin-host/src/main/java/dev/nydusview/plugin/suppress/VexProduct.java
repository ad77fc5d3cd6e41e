package dev.nydusview.plugin.suppress;

import dev.nydusview.plugin.report.Detail;
import java.util.Set;

/**
 * A product of a VEX statement: an image, or something in images.
 *
 * @param identifiers package URLs, references of images, or paths; each names the product
 * @param subcomponents the same of parts of it; empty for all of it
 */
record VexProduct(Set<String> identifiers, Set<String> subcomponents) {
    VexProduct {
        identifiers = Set.copyOf(identifiers);
        subcomponents = Set.copyOf(subcomponents);
    }

    /** Tests whether something that was found in {@code image} is, or is in, this product. */
    boolean covers(ImageIdentity image, Detail found) {
        boolean whole = subcomponents.isEmpty();
        return identifiers.stream().anyMatch(identifier -> isImage(identifier, image))
                ? whole || isComponent(subcomponents, found)
                : whole && isComponent(identifiers, found);
    }

    private static boolean isImage(String identifier, ImageIdentity image) {
        return image.names().contains(identifier)
                || image.digests().stream().anyMatch(digest -> identifier.equals(image.repository() + "@" + digest))
                || PackageUrls.covers(identifier, image);
    }

    private static boolean isComponent(Set<String> identifiers, Detail found) {
        String path = found.path();
        return identifiers.stream()
                .anyMatch(identifier -> PackageUrls.covers(identifier, found.text("purl"))
                        || (!path.isEmpty() && IgnoreEntry.relative(identifier).equals(IgnoreEntry.relative(path))));
    }
}
