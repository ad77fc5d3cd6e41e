package dev.nydusview.registry.http;

import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.RemoteException;
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
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to one repository of a registry: finds credentials, answers challenges, follows redirects and repeats
 * requests that failed temporarily. Safe for concurrent use.
 */
public final class RegistryHttp implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);

    /** Statuses by which storage reports that a signed URL has expired. */
    private static final List<Integer> EXPIRED = List.of(400, 401, 403);

    /** Statuses by which storage reports that a remembered URL no longer leads to the blob. */
    private static final List<Integer> STALE_URL = List.of(400, 401, 403, 404, 410);

    /** Statuses by which registries report that they do not know an endpoint. */
    private static final List<Integer> NOT_SERVED = List.of(400, 404, 405, 501);

    /** Consumes an answer; is called again, with another answer, when the connection broke or the answer was wrong. */
    public interface Reader<T> {
        T read(RegistryResponse answer) throws IOException;
    }

    private final Endpoint endpoint;
    private final Transport transport;
    private final RedirectPolicy targets;
    private final ForeignRequests foreign;
    private final Authorizer authorizer;
    private final BelievedAnswers answers;
    private final MirrorChain mirrors;
    private final Map<String, BlobTarget> blobs = new ConcurrentHashMap<>();

    /**
     * @param shared a client of the registry, which other images of it use as well
     * @param mirrors to be asked first
     * @param gates of the hosts that fail
     */
    RegistryHttp(
            ImageReference reference,
            RegistryAccess access,
            Endpoint endpoint,
            OkHttpClient shared,
            EnvironmentProxies proxies,
            MirrorChain mirrors,
            HostGates gates) {
        this.mirrors = mirrors;
        TargetAddresses addresses = new TargetAddresses(endpoint);
        OkHttpClient own = shared.newBuilder()
                .addNetworkInterceptor(ForeignRequests.addressesOf(addresses))
                .build();
        this.endpoint = endpoint;
        this.targets = new RedirectPolicy(endpoint, addresses, access.transport());
        this.transport = new Transport(
                new ProxiedClients(own, proxies), access.transport().timeout(), gates);
        this.foreign = new ForeignRequests(targets, addresses, proxies, shared, transport);
        RetryLoop retries =
                new RetryLoop(access.transport().retryFor(), transport, HostGates.host(endpoint.repository()));
        this.answers = new BelievedAnswers(retries, transport);
        TokenRequests tokens = new TokenRequests(transport, endpoint, targets, foreign);
        this.authorizer = new Authorizer(
                reference,
                new Keychain(access.credentials()),
                new BearerTokens(transport, tokens),
                access.transport().timeout());
    }

    /** Sends {@code request} and hands the answer to {@code reader} if it is a success. */
    public <T> T send(RegistryRequest request, Reader<T> reader) throws IOException {
        return send(() -> request, reader);
    }

    /** Sends a request as {@link #send} does; each repetition sends what {@code request} then returns. */
    public <T> T send(Supplier<RegistryRequest> request, Reader<T> reader) throws IOException {
        return mirrors.send(
                request.get().path(),
                mirror -> mirror.send(request, reader),
                () -> believed(request, this::read, reader));
    }

    /** Returns host and port of the registry. */
    public String host() {
        return HostGates.host(endpoint.repository());
    }

    /** Has {@code hosts} told the host of each mirror that answers in the registry's place. */
    public void reportMirrors(Consumer<String> hosts) {
        mirrors.listen(hosts);
    }

    /** Sends a request as {@link #send} does; empty if the registry does not serve such requests. */
    public <T> Optional<T> sendIfServed(RegistryRequest request, Reader<Optional<T>> reader) throws IOException {
        return believed(
                () -> request,
                (response, sent, served) ->
                        NOT_SERVED.contains(response.code()) ? Optional.empty() : read(response, sent, served),
                reader);
    }

    private interface Use<T> {
        T of(Response response, RegistryRequest request, Reader<T> reader) throws IOException;
    }

    /** Asks again, elsewhere if there is an elsewhere, before it lets a wrong answer count. */
    private <T> T believed(Supplier<RegistryRequest> requests, Use<T> use, Reader<T> reader) throws IOException {
        return answers.find(
                budget -> {
                    RegistryRequest request = requests.get();
                    try (Response response = exchange(request, budget)) {
                        return use.of(response, request, reader);
                    }
                },
                () -> forgetPlace(requests.get().path()));
    }

    /** Forgets where the registry has led for {@code path}, and leaves the mirror alone that has answered: it was wrong. */
    public void distrust(String path) {
        mirrors.distrust(path);
        forgetPlace(path);
    }

    private void forgetPlace(String path) {
        BlobTarget target = blobs.get(path);
        HttpUrl place = target == null ? null : target.url();
        if (target != null && place != null) {
            target.forget(place);
        }
    }

    private <T> T read(Response response, RegistryRequest request, Reader<T> reader) throws IOException {
        if (!response.isSuccessful()) {
            throw RegistryErrors.of(response, request.remedy());
        }
        return reader.read(new RegistryResponse(response, transport));
    }

    private Response exchange(RegistryRequest request, RetryBudget budget) throws IOException {
        if (!request.remembersRedirect()) {
            return ask(request, budget, new BlobTarget());
        }
        BlobTarget target = blobs.computeIfAbsent(request.path(), path -> new BlobTarget());
        target.requireNotRefused();
        Response response = remembered(request, budget, target);
        if (response != null) {
            return response;
        }
        boolean turn = target.begin(budget);
        try {
            target.requireNotRefused();
            // Another read may have asked meanwhile.
            response = turn ? remembered(request, budget, target) : null;
            return response == null ? ask(request, budget, target) : response;
        } finally {
            if (turn) {
                target.end();
            }
        }
    }

    /** Returns the answer of where the registry led before; null if the registry has to be asked. */
    private @Nullable Response remembered(RegistryRequest request, RetryBudget budget, BlobTarget target)
            throws IOException {
        HttpUrl known = target.url();
        if (known == null) {
            return null;
        }
        if (transport.isDown(known)) {
            target.forget(known);
            return null;
        }
        try {
            Response response = elsewhere(request, known, budget);
            if (!STALE_URL.contains(response.code()) && !isRedirect(response)) {
                return response;
            }
            response.close();
        } catch (TemporaryFailure e) {
            LOG.debug("{}; the registry is asked for another place", e.getMessage());
        }
        target.forget(known);
        return null;
    }

    /** Asks the registry; twice if what it leads to does not take the URL, as one that has expired on its way. */
    private Response ask(RegistryRequest request, RetryBudget budget, BlobTarget target) throws IOException {
        try {
            Response response = follow(request, budget, target);
            if (!isExpired(response)) {
                return response;
            }
            response.close();
            response = follow(request, budget, target);
            if (!isExpired(response)) {
                return response;
            }
            try (Response refused = response) {
                IOException error = RegistryErrors.of(refused, request.remedy());
                target.refuse(error);
                throw error;
            }
        } catch (AuthenticationException e) {
            target.refuse(e);
            throw e;
        }
    }

    private boolean isExpired(Response response) {
        return EXPIRED.contains(response.code())
                && !endpoint.isOriginOf(response.request().url());
    }

    private Response follow(RegistryRequest request, RetryBudget budget, BlobTarget target) throws IOException {
        HttpUrl url = endpoint.resolve(request.path());
        for (int followed = 0; ; followed++) {
            boolean own = endpoint.isOriginOf(url);
            Response response = own ? authorised(request, url, budget) : elsewhere(request, url, budget);
            String location = isRedirect(response) ? response.header("Location") : null;
            if (location == null) {
                if (response.isSuccessful() && own) {
                    target.isDirect();
                } else if (response.isSuccessful()) {
                    target.isAt(url);
                }
                return response;
            }
            response.close();
            try {
                url = request.isBlob()
                        ? targets.storageRedirect(url, location, followed)
                        : targets.redirect(url, location, followed);
            } catch (RemoteException e) {
                target.refuse(e);
                throw e;
            }
        }
    }

    static boolean isRedirect(Response response) {
        return switch (response.code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Sends a request to the registry itself, with the credentials that it demands. */
    private Response authorised(RegistryRequest request, HttpUrl url, RetryBudget budget) throws IOException {
        String shown = authorizer.header(budget);
        Response response = transport.send(build(request, url, shown), budget);
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            String better;
            try (Response refused = response) {
                better = authorizer.answer(refused.challenges(), shown, budget);
                if (better == null) {
                    throw refused(refused);
                }
            }
            response = transport.send(build(request, url, better), budget);
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
    private Response elsewhere(RegistryRequest request, HttpUrl url, RetryBudget budget) throws IOException {
        return foreign.send(build(request, url, null), budget);
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
