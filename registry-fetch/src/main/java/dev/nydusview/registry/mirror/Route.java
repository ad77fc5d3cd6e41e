package dev.nydusview.registry.mirror;

import dev.nydusview.registry.ref.ImageReference;
import java.util.List;

/**
 * Places of an image, in the order in which they are tried.
 *
 * @param mirrors before the registry
 * @param registry the image in its registry, which may have another location than its name says
 * @param insecure whether the registry's certificate is not verified, and HTTP spoken if it has none
 */
public record Route(List<Mirror> mirrors, ImageReference registry, boolean insecure) {
    public Route {
        mirrors = List.copyOf(mirrors);
    }
}
