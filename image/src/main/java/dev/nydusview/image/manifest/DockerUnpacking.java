package dev.nydusview.image.manifest;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * Proves that docker cannot run a Nydus manifest without Nydus. Docker unpacks every layer as a tar archive, whatever
 * its annotations and media type, and fails if a layer is not one. So docker would run an image whose archives are only
 * marked as Nydus blobs, with other files than the bootstrap describes.
 */
final class DockerUnpacking {
    private final ImageContents contents;
    private final String advice;

    /** @param advice what the user can do about a refusal */
    DockerUnpacking(ImageContents contents, String advice) {
        this.contents = contents;
        this.advice = advice;
    }

    /** Throws unless docker fails to unpack {@code manifest}; fetches and verifies its smallest blob for that. */
    void requireImpossible(Manifest manifest) throws IOException {
        NydusManifest nydus = NydusManifest.find(manifest, contents.name());
        if (nydus == null) {
            throw refused(manifest, "it is an image for another platform, which the index does not state");
        }
        List<Descriptor> blobs = manifest.layers().stream()
                .filter(layer -> nydus.inline() || !layer.equals(nydus.bootstrap()))
                .toList();
        for (Descriptor blob : blobs) {
            if (!blob.mediaType().equals(NydusManifest.BLOB_LAYER) || !blob.isMarked(NydusManifest.BLOB)) {
                throw refused(manifest, "its layer " + blob.digest() + " lacks some of the marks of a Nydus blob");
            }
        }
        Descriptor smallest = blobs.stream()
                .min(Comparator.comparingLong(Descriptor::size))
                .orElseThrow(() -> refused(manifest, "its only layer is the one with the bootstrap"));
        if (mayBeArchive(smallest)) {
            throw refused(manifest, "its layer " + smallest.digest() + " starts like an archive");
        }
    }

    private boolean mayBeArchive(Descriptor layer) throws IOException {
        return contents.layer(layer, in -> {
            VerifyingInputStream verified = new VerifyingInputStream(in, layer, "layer");
            byte[] start = verified.readNBytes(TarDetection.NEEDED);
            verified.finish();
            return new TarDetection(start).mayBeTar();
        });
    }

    private UnsupportedFeatureException refused(Manifest manifest, String reason) {
        return new UnsupportedFeatureException("docker may run " + manifest.digest() + " of " + contents.name()
                + " as it is, and not as a Nydus image: " + reason + (advice.isEmpty() ? "" : "; " + advice));
    }
}
