package dev.nydusview.image.oci;

import dev.nydusview.base.SafeText;
import dev.nydusview.base.UnsupportedFeatureException;
import java.util.Set;

/** Media types of layers that can be unpacked. */
final class LayerTypes {
    private static final Set<String> UNPACKED = Set.of(
            "",
            "application/vnd.oci.image.layer.v1.tar",
            "application/vnd.oci.image.layer.v1.tar+gzip",
            "application/vnd.oci.image.layer.v1.tar+zstd",
            "application/vnd.docker.image.rootfs.diff.tar",
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
            "application/vnd.docker.image.rootfs.diff.tar.zstd");

    private LayerTypes() {}

    static void check(OciLayer layer) throws UnsupportedFeatureException {
        String type = layer.mediaType();
        if (UNPACKED.contains(type)) {
            return;
        }
        String shown = SafeText.controls(type);
        if (type.contains(".foreign.") || type.contains(".nondistributable.")) {
            throw new UnsupportedFeatureException("the layer " + layer.digest() + " is not distributed with the image ("
                    + shown + "), so the image cannot be unpacked completely");
        }
        if (type.endsWith("+encrypted")) {
            throw new UnsupportedFeatureException("the layer " + layer.digest() + " is encrypted (" + shown
                    + "): decrypt the image first, for example with skopeo copy --decryption-key");
        }
        throw new UnsupportedFeatureException(
                "the layer " + layer.digest() + " is not a layer of files that can be unpacked: " + shown);
    }
}
