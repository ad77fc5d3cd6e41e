package dev.nydusview.registry.http;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Requests to storage: a bucket, or a directory of an HTTP server. Signs them, follows redirects of servers that need no
 * signature, and repeats requests as those to registries are. Safe for concurrent use.
 */
final class StorageHttp implements BlobServer {
    private final HttpUrl base;
    private final Endpoint endpoint;
    private final StorageSigner signer;
    private final Transport transport;
    private final ForeignRequests foreign;
    private final RedirectPolicy targets;
    private final BelievedAnswers answers;

    StorageHttp(
            Endpoint endpoint,
            StorageSigner signer,
            TransportSettings settings,
            OkHttpClient client,
            EnvironmentProxies proxies,
            HostGates gates) {
        TargetAddresses addresses = new TargetAddresses(endpoint);
        OkHttpClient own = client.newBuilder()
                .addNetworkInterceptor(ForeignRequests.addressesOf(addresses))
                .build();
        this.base = endpoint.repository();
        this.endpoint = endpoint;
        this.signer = signer;
        this.targets = new RedirectPolicy(endpoint, addresses, settings);
        this.transport = new Transport(new ProxiedClients(own, proxies), settings.timeout(), gates);
        this.foreign = new ForeignRequests(targets, addresses, proxies, client, transport);
        this.answers = new BelievedAnswers(new RetryLoop(settings.retryFor(), transport, host()), transport);
    }

    @Override
    public <T> T send(Supplier<BlobRequest> request, RegistryHttp.Reader<T> reader) throws IOException {
        return answers.find(
                budget -> {
                    try (Response response = exchange(request.get(), budget)) {
                        if (!response.isSuccessful()) {
                            throw StorageErrors.of(response, signer);
                        }
                        return reader.read(new RegistryResponse(response, transport));
                    }
                },
                () -> {});
    }

    private Response exchange(BlobRequest request, RetryBudget budget) throws IOException {
        HttpUrl url = base.newBuilder()
                .encodedPath(base.encodedPath() + request.blob().hex())
                .build();
        for (int followed = 0; ; followed++) {
            Response response = endpoint.isOriginOf(url)
                    ? transport.send(build(request, url, signer.sign(request.method(), url.uri())), budget)
                    : foreign.send(build(request, url, Map.of()), budget);
            String location = RegistryHttp.isRedirect(response) ? response.header("Location") : null;
            if (location == null || StorageErrors.isOfBucket(response)) {
                return response;
            }
            response.close();
            url = targets.storageRedirect(url, location, followed);
        }
    }

    private static Request build(BlobRequest request, HttpUrl url, Map<String, String> signature) {
        Request.Builder builder = new Request.Builder()
                .url(url)
                .method(request.method(), null)
                .header("User-Agent", "nydusview")
                .header("Accept-Encoding", "identity");
        request.headers().forEach(builder::header);
        signature.forEach(builder::header);
        return builder.build();
    }

    /** Does nothing: there is no other server. */
    @Override
    public void distrust(Sha256 blob) {}

    @Override
    public String host() {
        return HostGates.host(base);
    }

    @Override
    public String place() {
        return "in storage";
    }

    /** Returns false, as the code of an error is in the body. */
    @Override
    public boolean explainsHead() {
        return false;
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Returns the endpoint of an address, whose blobs are below its path. */
    static Endpoint endpoint(StorageAddress address) throws RemoteException {
        HttpUrl url = HttpUrl.parse(address.url());
        if (url == null) {
            throw new RemoteException("the address of the backend is not a URL that can be requested");
        }
        return new Endpoint(url, LocalAddresses.isLoopback(url.host()), null);
    }
}
