package dev.nydusview.registry.store;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.blob.BlobCounters;
import dev.nydusview.registry.blob.RegistryBlobSource;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.Reply;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.util.Map;

/** A repository of a registry. */
public final class RegistryStore implements ImageStore {
    private static final int MAX_MANIFEST = 4 << 20;
    private static final String ACCEPT = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private final ImageReference reference;
    private final RegistryHttp http;
    private final BlobSource blobs;

    public RegistryStore(ImageReference reference, RegistryHttp http, BlobCounters counters) {
        this.reference = reference;
        this.http = http;
        this.blobs = new RegistryBlobSource(http, counters);
    }

    @Override
    public byte[] manifest(String identifier) throws IOException {
        return http.request("GET", "manifests/" + identifier, Map.of("Accept", ACCEPT), RegistryStore::readManifest);
    }

    private static byte[] readManifest(Reply reply) throws IOException {
        byte[] bytes = reply.body().readNBytes(MAX_MANIFEST + 1);
        if (bytes.length > MAX_MANIFEST) {
            throw new RafsFormatException(
                    reply.describeRequest() + ": the manifest is longer than " + MAX_MANIFEST + " bytes");
        }
        return bytes;
    }

    @Override
    public <T> T layer(String digest, LayerReader<T> reader) throws IOException {
        return http.request("GET", "blobs/" + digest, Map.of(), reply -> reader.read(reply.body()));
    }

    @Override
    public BlobSource blobs() {
        return blobs;
    }

    @Override
    public String name(String digest) {
        return reference.withDigest(digest);
    }

    @Override
    public void close() {
        http.close();
    }
}
