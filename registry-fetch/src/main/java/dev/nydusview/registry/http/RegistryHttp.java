package dev.nydusview.registry.http;

import dev.nydusview.registry.AccessOptions;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.Keychain;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to the distribution API of one repository: authenticated when the registry asks for it, redirected where
 * that is safe, tried again where that may help. Safe for concurrent use.
 *
 * <p>Failures are {@link AuthenticationException}, {@link NotFoundException} or {@link RemoteException}, each with the
 * request, the answer and the way out in one line, without secrets.
 */
public final class RegistryHttp implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
    private static final int MAX_REDIRECTS = 5;

    private final OkHttpClient client;
    private final HttpUrl base;
    private final Authorization authorization;
    private final RetryPolicy retries;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** Where a path was last redirected to: such addresses are good for many requests, until they expire. */
    private final Map<String, HttpUrl> redirected = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private RegistryHttp(OkHttpClient client, HttpUrl base, Authorization authorization, RetryPolicy retries) {
        this.client = client;
        this.base = base;
        this.authorization = authorization;
        this.retries = retries;
    }

    /** Access to the repository of {@code reference}. */
    public static RegistryHttp of(ImageReference reference, AccessOptions options) throws IOException {
        String host = reference.apiHost();
        OkHttpClient client = HttpClients.create(host, options);
        HttpUrl root = HttpUrl.get(Hosts.scheme(host, options) + "://" + host + "/");
        HttpUrl base = root.newBuilder()
                .addPathSegments("v2/" + reference.repository() + "/")
                .build();
        Authorization authorization = new Authorization(client, base, reference, Keychain.of(options));
        return new RegistryHttp(client, base, authorization, new RetryPolicy(options.retries()));
    }

    /**
     * Sends a request and has {@code handler} read the answer, all of it again if the connection breaks.
     *
     * @param path below the repository, such as {@code manifests/latest}
     */
    public <T> T request(String method, String path, Map<String, String> headers, ReplyHandler<T> handler)
            throws IOException {
        return retries.run(() -> attempt(method, path, headers, handler));
    }

    private <T> T attempt(String method, String path, Map<String, String> headers, ReplyHandler<T> handler)
            throws IOException {
        HttpUrl url = HttpUrl.get(base + path);
        HttpUrl known = redirected.get(path);
        if (known != null) {
            try (Response response = send(method, known, headers, null)) {
                if (response.isSuccessful()) {
                    return handler.handle(new Reply(response));
                }
            }
            redirected.remove(path);
        }
        Response response = authorized(method, url, headers);
        for (int i = 0; response.isRedirect(); i++) {
            HttpUrl target = redirect(response, i);
            redirected.put(path, target);
            String credentials = Hosts.same(target, base) ? authorization.current() : null;
            response = send(method, target, headers, credentials);
        }
        try (Response last = response) {
            if (!last.isSuccessful()) {
                redirected.remove(path);
                throw RegistryErrors.of(last, authorization.user());
            }
            return handler.handle(new Reply(last));
        }
    }

    private Response authorized(String method, HttpUrl url, Map<String, String> headers) throws IOException {
        String used = authorization.current();
        Response response = send(method, url, headers, used);
        if (response.code() != 401) {
            return response;
        }
        String fresh;
        try (Response challenge = response) {
            fresh = authorization.answer(challenge, used);
            if (fresh == null) {
                throw RegistryErrors.of(challenge, authorization.user());
            }
        }
        return send(method, url, headers, fresh);
    }

    private HttpUrl redirect(Response response, int count) throws IOException {
        try (Response from = response) {
            if (count == MAX_REDIRECTS) {
                throw new RemoteException(
                        RegistryErrors.describe(from.request()) + ": more than " + MAX_REDIRECTS + " redirects");
            }
            return Hosts.checkedRedirect(from);
        }
    }

    private Response send(String method, HttpUrl url, Map<String, String> headers, @Nullable String credentials)
            throws IOException {
        Request.Builder request = new Request.Builder().url(url).method(method, null);
        headers.forEach(request::header);
        if (credentials != null) {
            request.header("Authorization", credentials);
        }
        Call call = client.newCall(request.build());
        calls.removeIf(Call::isCanceled);
        calls.add(call);
        if (closed) {
            throw new RemoteException("the connection to " + base.host() + " has been closed");
        }
        try {
            Response response = call.execute();
            LOG.debug("{} {}: {}", method, Redactor.redact(url), response.code());
            return response.newBuilder()
                    .body(new TrackedBody(response.body(), () -> calls.remove(call)))
                    .build();
        } catch (IOException e) {
            calls.remove(call);
            throw e;
        }
    }

    /** Breaks off what is under way, bodies being read included. */
    @Override
    public void close() {
        closed = true;
        calls.forEach(Call::cancel);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
