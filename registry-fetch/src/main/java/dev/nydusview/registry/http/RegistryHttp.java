package dev.nydusview.registry.http;

import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.auth.Keychain;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one repository of a registry: finds credentials, answers challenges, follows redirects and repeats
 * requests that failed temporarily. Safe for concurrent use.
 */
public final class RegistryHttp implements Closeable {
    /** Statuses by which storage reports that a signed URL is no longer valid. */
    private static final List<Integer> STALE_URL = List.of(400, 401, 403, 404, 410);

    /** Statuses by which registries report that they do not know an endpoint. */
    private static final List<Integer> NOT_SERVED = List.of(400, 404, 405, 501);

    /** Consumes an answer; is called again, with another answer, when the connection broke. */
    public interface Reader<T> {
        T read(RegistryResponse answer) throws IOException;
    }

    private final Endpoint endpoint;
    private final Transport transport;
    private final RedirectPolicy targets;
    private final ForeignRequests foreign;
    private final Authorizer authorizer;
    private final RetryLoop retries;
    private final MirrorChain mirrors;
    private final Map<String, HttpUrl> redirects = new ConcurrentHashMap<>();

    /** @param shared a client of the registry, which other images of it use as well */
    RegistryHttp(
            ImageReference reference,
            RegistryAccess access,
            Endpoint endpoint,
            OkHttpClient shared,
            EnvironmentProxies proxies,
            MirrorChain mirrors) {
        this.mirrors = mirrors;
        TargetAddresses addresses = new TargetAddresses(endpoint);
        OkHttpClient own = shared.newBuilder()
                .addNetworkInterceptor(ForeignRequests.addressesOf(addresses))
                .build();
        this.endpoint = endpoint;
        this.targets = new RedirectPolicy(endpoint, addresses, access.transport());
        this.transport = new Transport(
                new ProxiedClients(own, proxies), access.transport().timeout());
        this.foreign = new ForeignRequests(targets, addresses, proxies, shared, transport);
        this.retries = new RetryLoop(access.transport().retries());
        TokenRequests tokens = new TokenRequests(transport, endpoint, targets, foreign);
        this.authorizer =
                new Authorizer(reference, new Keychain(access.credentials()), new BearerTokens(transport, tokens));
    }

    /** Sends {@code request} and hands the answer to {@code reader} if it is a success. */
    public <T> T send(RegistryRequest request, Reader<T> reader) throws IOException {
        return mirrors.send(
                request.path(),
                mirror -> mirror.send(request, reader),
                () -> retries.run(() -> {
                    try (Response response = exchange(request)) {
                        return read(response, request, reader);
                    }
                }));
    }

    /** Has {@code hosts} told the host of each mirror that answers in the registry's place. */
    public void reportMirrors(Consumer<String> hosts) {
        mirrors.listen(hosts);
    }

    /** Sends a request as {@link #send} does; empty if the registry does not serve such requests. */
    public <T> Optional<T> sendIfServed(RegistryRequest request, Reader<Optional<T>> reader) throws IOException {
        return retries.run(() -> {
            try (Response response = exchange(request)) {
                return NOT_SERVED.contains(response.code()) ? Optional.empty() : read(response, request, reader);
            }
        });
    }

    private <T> T read(Response response, RegistryRequest request, Reader<T> reader) throws IOException {
        if (!response.isSuccessful()) {
            throw RegistryErrors.of(response, request.remedy());
        }
        return reader.read(new RegistryResponse(response, transport));
    }

    private Response exchange(RegistryRequest request) throws IOException {
        HttpUrl remembered = request.remembersRedirect() ? redirects.get(request.path()) : null;
        if (remembered != null) {
            Response response = elsewhere(request, remembered);
            if (!STALE_URL.contains(response.code()) && !isRedirect(response)) {
                return response;
            }
            response.close();
            redirects.remove(request.path(), remembered);
        }
        return follow(request);
    }

    private Response follow(RegistryRequest request) throws IOException {
        HttpUrl url = endpoint.resolve(request.path());
        for (int followed = 0; ; followed++) {
            boolean own = endpoint.isOriginOf(url);
            Response response = own ? authorised(request, url) : elsewhere(request, url);
            String location = isRedirect(response) ? response.header("Location") : null;
            if (location == null) {
                if (!own && request.remembersRedirect() && response.isSuccessful()) {
                    redirects.put(request.path(), url);
                }
                return response;
            }
            response.close();
            url = request.isBlob()
                    ? targets.storageRedirect(url, location, followed)
                    : targets.redirect(url, location, followed);
        }
    }

    private static boolean isRedirect(Response response) {
        return switch (response.code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Sends a request to the registry itself, with the credentials that it demands. */
    private Response authorised(RegistryRequest request, HttpUrl url) throws IOException {
        String shown = authorizer.header();
        Response response = transport.send(build(request, url, shown));
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            String better;
            try (Response refused = response) {
                better = authorizer.answer(refused.challenges(), shown);
                if (better == null) {
                    throw refused(refused);
                }
            }
            response = transport.send(build(request, url, better));
        }
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
                || response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            try (Response refused = response) {
                throw refused(refused);
            }
        }
        return response;
    }

    private AuthenticationException refused(Response response) throws IOException {
        IOException error = RegistryErrors.of(response, authorizer.remedy());
        return error instanceof AuthenticationException refusal
                ? refusal
                : new AuthenticationException(String.valueOf(error.getMessage()), error);
    }

    /** Sends a request to another host, without credentials: the URL itself is the authorisation. */
    private Response elsewhere(RegistryRequest request, HttpUrl url) throws IOException {
        return foreign.send(build(request, url, null));
    }

    private static Request build(RegistryRequest request, HttpUrl url, @Nullable String authorization) {
        Request.Builder builder = new Request.Builder()
                .url(url)
                .method(request.method(), null)
                .header("User-Agent", "nydusview")
                .header("Accept-Encoding", "identity");
        request.headers().forEach(builder::header);
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return builder.build();
    }

    /** Ends running requests: threads that wait for them get an exception. */
    @Override
    public void close() {
        mirrors.close();
        transport.close();
    }
}
