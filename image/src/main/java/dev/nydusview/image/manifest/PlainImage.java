package dev.nydusview.image.manifest;

import dev.nydusview.registry.manifest.ManifestDocument.Index;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A plain OCI image where a Nydus image was expected.
 *
 * @param index digest of the index that led to it; null if the source names it itself
 * @param platform platform that was selected in an index
 * @param finding statement about it, without a full stop
 */
record PlainImage(Manifest manifest, @Nullable String index, Platform platform, String finding) {

    static PlainImage named(Manifest manifest, Platform platform, String where) {
        return new PlainImage(
                manifest,
                null,
                platform,
                where + " is a plain OCI image, not a Nydus image: no layer has the annotation "
                        + NydusManifest.BOOTSTRAP);
    }

    static PlainImage of(Index index, Manifest manifest, Platform platform, String where) {
        return new PlainImage(
                manifest,
                index.digest().toString(),
                platform,
                where + " has only a plain OCI image for " + platform + ", no Nydus image");
    }

    /** @param nydus whether a Nydus image is known to be beside it, which is not to be read */
    static PlainImage named(Index index, Manifest manifest, Platform platform, String where, boolean nydus) {
        return new PlainImage(
                manifest,
                index.digest().toString(),
                platform,
                where + " has a plain OCI image for " + platform + (nydus ? ", beside a Nydus image" : ""));
    }

    /** @param searched where else a Nydus image was looked for; empty for nowhere */
    NotNydusException notNydus(String searched) {
        return new NotNydusException(finding + (searched.isEmpty() ? "" : "; " + searched)
                + "; convert it with nydusify, or scan it as an OCI image");
    }
}
