package dev.nydusview.image.source;

import dev.nydusview.base.Sha256;
import dev.nydusview.image.cache.KnownManifests;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ReferrerList;
import dev.nydusview.registry.ref.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manifests and configurations of an image that are in the cache, without its registry. */
final class OfflineContents implements ImageContents {
    static final String REMEDY = " not in the cache, and with --offline no registry is asked: read it once without";

    private static final Logger LOG = LoggerFactory.getLogger(OfflineContents.class);

    private final ImageReference reference;
    private final @Nullable KnownManifests known;

    /** @param known null without a cache */
    OfflineContents(ImageReference reference, @Nullable KnownManifests known) {
        this.reference = reference;
        this.known = known;
    }

    @Override
    public String name() {
        return reference.toString();
    }

    @Override
    public byte[] root() throws IOException {
        String named = reference.digest();
        Sha256 digest = named == null ? lastKnown() : Sha256.parse(named);
        byte[] root = known == null || digest == null ? null : known.document(digest);
        if (root == null) {
            throw new NotFoundException(reference + " is" + REMEDY);
        }
        if (named == null) {
            LOG.warn("offline: {} is read as {}, its last known digest", reference, digest);
        }
        return root;
    }

    private @Nullable Sha256 lastKnown() {
        return known == null ? null : known.digest(reference.toString());
    }

    @Override
    public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
        return document(descriptor, "manifest", reader);
    }

    @Override
    public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
        return document(descriptor, "layer or configuration", reader);
    }

    private <T> T document(Descriptor descriptor, String what, Reader<T> reader) throws IOException {
        byte[] bytes = known == null ? null : known.document(descriptor.digest());
        if (bytes == null) {
            throw new NotFoundException(
                    "the " + what + " " + descriptor.digest() + " of " + reference + " is" + REMEDY);
        }
        return reader.read(new ByteArrayInputStream(bytes));
    }

    @Override
    public List<ReferrerList> referrers(String digest) {
        return List.of(new ReferrerList() {
            @Override
            public String place() {
                return "cache";
            }

            @Override
            public List<Descriptor> read() throws IOException {
                throw new NotFoundException("the list of images that refer to " + digest + " is" + REMEDY);
            }
        });
    }
}
