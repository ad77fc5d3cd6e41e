package dev.nydusview.registry.mirror;

import dev.nydusview.registry.ref.ImageReference;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that may have the content of a registry.
 *
 * @param reference the image there
 * @param scheme {@code http} or {@code https}; null for what is usual for the host
 * @param base path of the API, such as {@code /v2}
 * @param insecure do not verify its certificate, and speak HTTP if it has none
 * @param authorities files of authorities that sign its certificate
 * @param namespace host of the registry that it is asked for, as containerd's parameter {@code ns}; null for none
 * @param content kinds of content that it is asked for
 */
public record Mirror(
        ImageReference reference,
        @Nullable String scheme,
        String base,
        boolean insecure,
        List<Path> authorities,
        @Nullable String namespace,
        Content content) {
    /** Kinds of content. Content that a digest names is verified, while a tag means what the mirror says. */
    public enum Content {
        ALL,
        DIGESTS,
        TAGS;

        boolean hasDigests() {
            return this != TAGS;
        }

        boolean hasTags() {
            return this != DIGESTS;
        }
    }

    /** Tests whether the mirror is asked for {@code path} below a repository. */
    public boolean serves(String path) {
        boolean isDigest = path.startsWith("blobs/") || ImageReference.isDigest(path.replaceFirst("^manifests/", ""));
        return isDigest ? content.hasDigests() : path.startsWith("manifests/") && content.hasTags();
    }
}
