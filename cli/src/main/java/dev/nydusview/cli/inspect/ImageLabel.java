package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.json.PlainDocument;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.document.ImageDocuments;
import org.jspecify.annotations.Nullable;

/**
 * Identification of an image in the documents about it.
 *
 * @param image name of the image, with the digest of its manifest if it has one
 * @param standsInFor the plain image in whose place the image is read; absent if the image is the one that was named
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageLabel(String image, @Nullable ReplacedImage standsInFor) {
    static ImageLabel of(NydusImage image) {
        return new ImageLabel(image.name(), image.standsInFor().orElse(null));
    }

    static ImageLabel of(ImageDocuments image) {
        return new ImageLabel(image.name(), image.replaced());
    }

    /** Adds it to the members of {@code document}. */
    PlainDocument in(PlainDocument document) {
        return document.with("image", image)
                .with(
                        "standsInFor",
                        standsInFor == null
                                ? null
                                : new PlainDocument()
                                        .with("digest", standsInFor.digest())
                                        .with("relation", standsInFor.relation().toString()));
    }
}
