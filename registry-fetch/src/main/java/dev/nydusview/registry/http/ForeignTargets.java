package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Judges URLs that the registry chose rather than the user: targets of redirects and token servers.
 *
 * <p>A hostile registry could point them at services that trust this machine's own address (cloud metadata at
 * 169.254.169.254, an unprotected daemon on localhost) and so make this process a tool for reaching them. Only a
 * registry on this machine itself may name such addresses. Private networks stay reachable: a company's registry
 * does redirect to the company's storage.
 */
final class ForeignTargets implements Interceptor {
    private static final int MAX_REDIRECTS = 5;

    /** Marks a request whose URL came from the registry, for the check of the address that its name leads to. */
    private record Foreign() {}

    private final Endpoint registry;

    ForeignTargets(Endpoint registry) {
        this.registry = registry;
    }

    /** Where {@code location}, which may be relative, leads from {@code from}; refuses what is not safe to follow. */
    HttpUrl redirect(HttpUrl from, String location, int followed) throws RemoteException {
        if (followed >= MAX_REDIRECTS) {
            throw refused(from, "more than " + MAX_REDIRECTS + " redirects");
        }
        HttpUrl target = from.resolve(location);
        if (target == null) {
            throw refused(from, "the redirect leads to something that is not an HTTP URL");
        }
        if (from.isHttps() && !target.isHttps()) {
            throw refused(from, "the redirect to " + Redactor.redacted(target) + " would leave HTTPS");
        }
        checkAddress(from, target);
        return target;
    }

    /** Refuses a token server that must not be asked. */
    void checkTokenServer(HttpUrl realm, boolean sendsCredentials) throws RemoteException {
        boolean sameHost = realm.host().equals(registry.repository().host());
        boolean bothLocal = registry.loopback() && LocalAddresses.isLoopback(realm.host());
        if (!realm.isHttps() && registry.isSecure()) {
            throw refused(realm, "a registry that speaks HTTPS names a token server that does not");
        }
        if (!realm.isHttps() && sendsCredentials && !sameHost && !bothLocal) {
            throw refused(realm, "credentials are not sent unencrypted to a host that is not the registry");
        }
        checkAddress(realm, realm);
    }

    private void checkAddress(HttpUrl asked, HttpUrl target) throws RemoteException {
        if (!registry.loopback() && LocalAddresses.isLocal(target.host())) {
            throw refused(asked, "the registry leads to the local address " + target.host());
        }
    }

    private static RemoteException refused(HttpUrl url, String reason) {
        return new RemoteException("GET " + Redactor.redacted(url) + ": refused: " + reason);
    }

    Request mark(Request request) {
        return request.newBuilder().tag(Foreign.class, new Foreign()).build();
    }

    /** Looks at the address that a marked request is connected to: a harmless name may lead to a local address. */
    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (!registry.loopback() && connection != null && chain.request().tag(Foreign.class) != null) {
            InetAddress address = connection.route().socketAddress().getAddress();
            boolean direct = connection.route().proxy().type() == Proxy.Type.DIRECT;
            if (direct && address != null && LocalAddresses.isLocal(address)) {
                throw refused(
                        chain.request().url(), "the registry leads to the local address " + address.getHostAddress());
            }
        }
        return chain.proceed(chain.request());
    }
}
