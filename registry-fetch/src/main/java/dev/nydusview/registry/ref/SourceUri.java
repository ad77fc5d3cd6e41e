package dev.nydusview.registry.ref;

import dev.nydusview.base.SafeText;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Location of an image: in a registry, in an OCI layout, in an archive or directory of skopeo, or a bare bootstrap. */
public sealed interface SourceUri {

    /** Transports of containers-transports(5) that name no registry and no layout. */
    List<String> OTHERS = List.of("docker-daemon:", "containers-storage:", "tarball:", "sif:");

    /** An image in a registry: {@code REF} or {@code docker://REF}. */
    record Registry(ImageReference reference) implements SourceUri {
        @Override
        public String toString() {
            return reference.toString();
        }
    }

    /**
     * An image in an OCI layout: {@code oci:DIR[:TAG]}.
     *
     * @param tag null if the layout has one image only
     */
    record Layout(Path directory, @Nullable String tag) implements SourceUri {
        @Override
        public String toString() {
            return "oci:" + directory + (tag == null ? "" : ":" + tag);
        }
    }

    /** Forms of images that skopeo and docker write beside OCI layouts (containers-transports(5)). */
    enum Form {
        /** A tar of {@code docker save}: {@code docker-archive:FILE[:NAME[:TAG]]}. */
        DOCKER_ARCHIVE("docker-archive"),
        /** A tar of an OCI layout: {@code oci-archive:FILE[:TAG]}. */
        OCI_ARCHIVE("oci-archive"),
        /** A directory with a manifest and its blobs: {@code dir:DIR}. */
        DIRECTORY("dir");

        private final String transport;

        Form(String transport) {
            this.transport = transport;
        }

        public String transport() {
            return transport;
        }
    }

    /**
     * An image in a file or directory of another form.
     *
     * @param name within an archive; null for its only image
     */
    record Stored(Form form, Path path, @Nullable String name) implements SourceUri {
        @Override
        public String toString() {
            return form.transport() + ":" + path + (name == null ? "" : ":" + name);
        }
    }

    /** A bootstrap without its layer: {@code bootstrap:FILE}. */
    record Bootstrap(Path file) implements SourceUri {
        @Override
        public String toString() {
            return "bootstrap:" + file;
        }
    }

    static SourceUri parse(String text) {
        if (text.startsWith("docker://")) {
            return new Registry(ImageReference.parse(text.substring("docker://".length())));
        }
        if (text.startsWith("oci:")) {
            return layout(text, text.substring("oci:".length()));
        }
        if (text.startsWith("bootstrap:")) {
            return new Bootstrap(path(text, text.substring("bootstrap:".length())));
        }
        for (Form form : Form.values()) {
            if (text.startsWith(form.transport() + ":")) {
                return stored(text, form, text.substring(form.transport().length() + 1));
            }
        }
        refuseOtherTransports(text);
        if (text.contains("://")) {
            throw new InvalidReferenceException("invalid image source \"" + text
                    + "\": write HOST/NAME:TAG, docker://HOST/NAME:TAG, oci:DIR[:TAG], oci-archive:FILE[:TAG], "
                    + "docker-archive:FILE[:NAME:TAG], dir:DIR or bootstrap:FILE");
        }
        return new Registry(ImageReference.parse(text));
    }

    /** Refuses the transports of skopeo and podman that are not read, which would otherwise be names at Docker Hub. */
    private static void refuseOtherTransports(String text) {
        for (String transport : OTHERS) {
            if (text.startsWith(transport)) {
                throw new InvalidReferenceException("invalid image source \"" + SafeText.controls(text) + "\": "
                        + transport + " is not read; copy the image with \"skopeo copy " + transport
                        + "... oci:DIR:TAG\" and name oci:DIR:TAG");
            }
        }
    }

    /** Splits at the first colon, as skopeo does: the tag of a layout may itself be a whole reference. */
    private static Layout layout(String text, String rest) {
        int colon = rest.indexOf(':');
        if (colon < 0) {
            return new Layout(path(text, rest), null);
        }
        String tag = rest.substring(colon + 1);
        if (tag.isEmpty()) {
            throw new InvalidReferenceException("invalid image source \"" + text + "\": the tag after ':' is missing");
        }
        return new Layout(path(text, rest.substring(0, colon)), tag);
    }

    /** Splits as {@link #layout} does; a directory has one image. */
    private static Stored stored(String text, Form form, String rest) {
        if (form == Form.DIRECTORY) {
            return new Stored(form, path(text, rest), null);
        }
        Layout split = layout(text, rest);
        return new Stored(form, split.directory(), split.tag());
    }

    private static Path path(String text, String path) {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new InvalidReferenceException("invalid image source \"" + text + "\": the path is missing");
        }
        return Path.of(path);
    }
}
