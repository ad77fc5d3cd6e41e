package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.ImageReference;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The registry that serves a repository.
 *
 * @param repository the URL to which {@code manifests/...} and {@code blobs/...} are appended
 * @param loopback whether the registry runs on this machine
 * @param namespace registry for which a mirror is asked, as its parameter {@code ns}; null for none
 */
record Endpoint(HttpUrl repository, boolean loopback, @Nullable String namespace) {

    /**
     * Chooses HTTPS, or HTTP if the user says so or the registry is on this machine, where nobody can intercept it.
     *
     * @param expectsTls whether the user has set up certificates for this registry
     */
    static Endpoint of(ImageReference reference, TransportSettings settings, boolean expectsTls)
            throws RemoteException {
        return of(reference, settings, expectsTls, "/v2", null);
    }

    /** @param path of the API */
    static Endpoint of(
            ImageReference reference,
            TransportSettings settings,
            boolean expectsTls,
            String path,
            @Nullable String namespace)
            throws RemoteException {
        HttpUrl secure = HttpUrl.parse("https://" + reference.apiHost() + "/");
        if (secure == null) {
            throw new RemoteException("\"" + reference.apiHost() + "\" is not a host that can be connected to");
        }
        boolean loopback = LocalAddresses.isLoopback(secure.host());
        boolean plain = settings.plainHttp() || (loopback && !expectsTls);
        String base = (plain ? "http://" : "https://") + reference.apiHost() + path + "/";
        String repository = reference.repository().isEmpty() ? "" : reference.repository() + "/";
        return new Endpoint(HttpUrl.get(base + repository), loopback, namespace);
    }

    /** @param path below the repository, perhaps with an encoded query */
    HttpUrl resolve(String path) {
        HttpUrl url = below(path);
        return namespace == null
                ? url
                : url.newBuilder().addQueryParameter("ns", namespace).build();
    }

    private HttpUrl below(String path) {
        int query = path.indexOf('?');
        if (query < 0) {
            return repository.newBuilder().addPathSegments(path).build();
        }
        return repository
                .newBuilder()
                .addPathSegments(path.substring(0, query))
                .encodedQuery(path.substring(query + 1))
                .build();
    }

    boolean isSecure() {
        return repository.isHttps();
    }

    /** Tests whether {@code url} is of the same scheme, host and port, and so may see the registry's credentials. */
    boolean isOriginOf(HttpUrl url) {
        return repository.scheme().equals(url.scheme()) && isHostOf(url);
    }

    /** Tests whether {@code url} is of the same host and port. */
    boolean isHostOf(HttpUrl url) {
        return repository.host().equals(url.host()) && repository.port() == url.port();
    }
}
