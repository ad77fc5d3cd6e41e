package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.net.InetAddress;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Judges URLs that the registry chose rather than the user: targets of redirects and token servers. Only their spelling
 * is judged here; the address that a name leads to is checked when it is connected to.
 */
final class RedirectPolicy {
    /** Limit of redirects, as in Go and so in docker. */
    private static final int MAX_REDIRECTS = 10;

    private final Endpoint registry;
    private final TargetAddresses addresses;
    private final boolean httpStorage;

    RedirectPolicy(Endpoint registry, TargetAddresses addresses, TransportSettings settings) {
        this.registry = registry;
        this.addresses = addresses;
        // Unverified certificates protect storage no better than none.
        this.httpStorage = settings.httpStorage() || settings.insecure();
    }

    /**
     * The target of {@code location}, which may be relative to {@code from}; refuses one that is not safe to follow.
     */
    HttpUrl redirect(HttpUrl from, String location, int followed) throws RemoteException {
        HttpUrl target = target(from, location, followed);
        if (from.isHttps() && !target.isHttps()) {
            throw refused(from, "the redirect to " + Redactor.redacted(target) + " would leave HTTPS");
        }
        checkAddress(from, target);
        return target;
    }

    /** The same for content that is verified by its digest, which may come over HTTP if the user says so. */
    HttpUrl storageRedirect(HttpUrl from, String location, int followed) throws RemoteException {
        HttpUrl target = target(from, location, followed);
        if (from.isHttps() && !target.isHttps() && !httpStorage) {
            throw refused(
                    from,
                    "the redirect to " + Redactor.redacted(target)
                            + " would leave HTTPS; --allow-http-storage follows it (bytes are verified anyway)");
        }
        // Anybody on the way can have written this redirect, so it does not have the trust that the registry has.
        boolean isForged = registry.isSecure() && !from.isHttps();
        if (isForged && !(from.host().equals(target.host()) && from.port() == target.port())) {
            throw refused(from, "storage over plain HTTP leads to another host, " + Redactor.redacted(target));
        }
        checkAddress(from, target);
        return target;
    }

    private static HttpUrl target(HttpUrl from, String location, int followed) throws RemoteException {
        if (followed >= MAX_REDIRECTS) {
            throw refused(from, "more than " + MAX_REDIRECTS + " redirects");
        }
        HttpUrl target = from.resolve(location);
        if (target == null) {
            throw refused(from, "the redirect leads to something that is not an HTTP URL");
        }
        return target;
    }

    /**
     * Refuses a token server that must not get requests. Credentials go to the registry itself and to servers that its
     * challenge names over HTTPS; over plain HTTP a third party could have written the challenge, except between two
     * servers of this machine.
     */
    void checkTokenServer(HttpUrl realm, boolean sendsCredentials) throws RemoteException {
        if (!realm.isHttps() && registry.isSecure()) {
            throw refused(realm, "the registry uses HTTPS, but names a token server that does not");
        }
        if (sendsCredentials && !registry.isSecure() && !registry.isHostOf(realm) && !isBesideRegistry(realm)) {
            throw refused(
                    realm,
                    "the registry uses plain HTTP, so credentials are sent only to its own host and port; use "
                            + "--anonymous if the token server needs none");
        }
        checkAddress(realm, realm);
    }

    /** Tests whether the registry and {@code realm} are both on this machine: at loopback, or of one local name. */
    private boolean isBesideRegistry(HttpUrl realm) {
        return addresses.isRegistryHere()
                && (LocalAddresses.isLoopback(realm.host())
                        || realm.host().equals(registry.repository().host()));
    }

    private void checkAddress(HttpUrl asked, HttpUrl target) throws RemoteException {
        InetAddress literal = LocalAddresses.literal(target.host());
        check(asked, target, literal == null ? null : addresses.refusal(literal));
    }

    /** Judges a URL whose host a proxy will look up, perhaps with more forms of an address than are known here. */
    void checkProxied(HttpUrl url) throws RemoteException {
        InetAddress spelled = LocalAddresses.spelled(url.host());
        String refusal = spelled == null ? null : addresses.refusal(spelled);
        boolean isLocalName = !addresses.isRegistryHere() && LocalAddresses.isLocalName(url.host());
        check(url, url, isLocalName ? "local address " + url.host() : refusal);
    }

    private void check(HttpUrl asked, HttpUrl target, @Nullable String refusal) throws RemoteException {
        if (refusal != null && !registry.isOriginOf(target)) {
            throw refused(asked, "the registry leads to the " + refusal);
        }
    }

    private static RemoteException refused(HttpUrl url, String reason) {
        return new RemoteException("GET " + Redactor.redacted(url) + ": refused: " + reason);
    }
}
