package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.registry.NydusImage;
import org.jspecify.annotations.Nullable;

/**
 * What documents say of the image that they are about.
 *
 * @param image its name, with the digest of its manifest if it has one
 * @param standsInFor the plain image in whose place it is read; absent if it is the one that was named
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageLabel(String image, @Nullable ReplacedImage standsInFor) {
    static ImageLabel of(NydusImage image) {
        return new ImageLabel(image.name(), image.standsInFor().orElse(null));
    }
}
