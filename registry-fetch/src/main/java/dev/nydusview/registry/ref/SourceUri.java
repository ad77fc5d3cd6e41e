package dev.nydusview.registry.ref;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an image is: in a registry, in an OCI layout, or as a bootstrap file. */
public sealed interface SourceUri {
    /** {@code REF} or {@code docker://REF}. */
    record Registry(ImageReference reference) implements SourceUri {}

    /** {@code oci:DIR[:TAG]}. */
    record OciLayout(Path directory, @Nullable String tag) implements SourceUri {}

    /** {@code bootstrap:FILE}. */
    record Bootstrap(Path file) implements SourceUri {}

    /** Parses any of the forms; the exception's message says what is wrong. */
    static SourceUri parse(String text) {
        if (text.startsWith("docker://")) {
            return new Registry(ImageReference.parse(text.substring("docker://".length())));
        }
        if (text.startsWith("oci:")) {
            return layout(text.substring("oci:".length()));
        }
        if (text.startsWith("bootstrap:")) {
            return new Bootstrap(Path.of(text.substring("bootstrap:".length())));
        }
        return new Registry(ImageReference.parse(text));
    }

    /** A colon may be part of the directory's name: what exists as a whole is a directory without a tag. */
    private static SourceUri layout(String text) {
        int colon = text.lastIndexOf(':');
        if (text.isEmpty() || colon < 0 || colon < text.lastIndexOf('/') || Files.isDirectory(Path.of(text))) {
            return new OciLayout(Path.of(text), null);
        }
        return new OciLayout(Path.of(text.substring(0, colon)), text.substring(colon + 1));
    }
}
