package dev.nydusview.registry.endpoint;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.http.BlobServer;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryRequest;
import java.io.IOException;
import java.util.function.Supplier;

/** The blobs of a repository, as the endpoint {@code blobs} of the OCI distribution specification serves them. */
public final class RepositoryBlobs implements BlobServer {
    private final RepositoryLink link;

    /** Closes {@code http} when it is closed itself. */
    public RepositoryBlobs(RegistryHttp http) {
        this(RepositoryLink.of(http));
    }

    /** Closes {@code link} when it is closed itself. */
    public RepositoryBlobs(RepositoryLink link) {
        this.link = link;
    }

    @Override
    public <T> T send(Supplier<BlobRequest> request, RegistryHttp.Reader<T> reader) throws IOException {
        return link.http().send(() -> registryRequest(request.get()), reader);
    }

    private static RegistryRequest registryRequest(BlobRequest request) {
        return new RegistryRequest(
                request.method(),
                path(request.blob()),
                request.headers(),
                "the image is incomplete: push or copy it again with all its blobs",
                // A signed URL is valid for one method.
                request.method().equals("GET"));
    }

    private static String path(Sha256 blob) {
        return "blobs/" + blob;
    }

    @Override
    public void distrust(Sha256 blob) {
        link.distrust(path(blob));
    }

    @Override
    public String host() {
        return link.host();
    }

    @Override
    public String place() {
        return "in the registry";
    }

    @Override
    public boolean explainsHead() {
        return true;
    }

    @Override
    public void close() {
        link.close();
    }
}
