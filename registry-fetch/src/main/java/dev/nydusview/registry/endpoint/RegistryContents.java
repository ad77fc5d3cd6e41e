package dev.nydusview.registry.endpoint;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.MeteredInputStream;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.http.RegistryResponse;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.ReferrerList;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An image in a registry. */
public final class RegistryContents implements ImageContents {
    private final ImageReference reference;
    private final RepositoryLink link;
    private final TransferMeter meter;

    public RegistryContents(ImageReference reference, RegistryHttp http, TransferMeter meter) {
        this(reference, RepositoryLink.of(http), meter);
    }

    public RegistryContents(ImageReference reference, RepositoryLink link, TransferMeter meter) {
        this.reference = reference;
        this.link = link;
        this.meter = meter;
    }

    @Override
    public String name() {
        return reference.toString();
    }

    @Override
    public byte[] root() throws IOException {
        String named = reference.digest();
        if (named != null && !Sha256.isNamedBy(named)) {
            throw new UnsupportedFeatureException(
                    reference + " is named by a digest that is not sha256; only sha256 is supported");
        }
        String remedy = reference.digest() == null
                ? "check the repository name and the tag"
                : "check the repository name and the digest";
        return link.http().send(manifestRequest(reference.target(), remedy), answer -> {
            byte[] bytes = new MeteredInputStream(answer.body(), meter).readNBytes(ManifestDocument.MAX_SIZE + 1);
            if (bytes.length > ManifestDocument.MAX_SIZE) {
                throw new CorruptDataException(
                        "the manifest of " + reference + " is larger than " + ManifestDocument.MAX_SIZE + " bytes");
            }
            verify(bytes, answer);
            return bytes;
        });
    }

    /** Compares the manifest with the digest that the user named, and with the one that the registry states. */
    private void verify(byte[] bytes, RegistryResponse answer) throws CorruptDataException {
        String actual = Sha256.of(bytes).toString();
        check(actual, reference.digest(), "was requested");
        String stated = answer.header("Docker-Content-Digest");
        check(actual, stated != null && Sha256.isNamedBy(stated) ? stated : null, "is stated by the registry");
    }

    private void check(String actual, @Nullable String expected, String why) throws CorruptDataException {
        if (expected != null && !expected.equals(actual)) {
            throw new CorruptDataException("corrupt manifest of " + reference + ": it has the digest " + actual
                    + ", but " + expected.replaceAll("[^a-z0-9:]", "?") + " " + why);
        }
    }

    @Override
    public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
        return read(
                manifestRequest(descriptor.digest().toString(), "the index names a manifest that no longer exists"),
                descriptor,
                reader);
    }

    @Override
    public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
        return read(
                new RegistryRequest(
                        "GET",
                        "blobs/" + descriptor.digest(),
                        Map.of(),
                        "the image is incomplete: push or copy it again with all its blobs",
                        false),
                descriptor,
                reader);
    }

    @Override
    public List<ReferrerList> referrers(String digest) {
        return List.of(new ReferrersApi(link, meter, digest), new ReferrersTag(link, meter, digest));
    }

    private <T> T read(RegistryRequest request, Descriptor descriptor, Reader<T> reader) throws IOException {
        return link.http()
                .send(request, answer -> reader.read(new MeteredInputStream(answer.body(descriptor.size()), meter)));
    }

    private static RegistryRequest manifestRequest(String target, String remedy) {
        return new RegistryRequest("GET", "manifests/" + target, Map.of("Accept", MediaTypes.ACCEPT), remedy, false);
    }
}
