package dev.nydusview.registry.http;

import dev.nydusview.registry.AccessOptions;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What may be asked of which host. */
final class Hosts {
    private Hosts() {}

    /** HTTP if the user says so, or for this machine itself unless TLS options are given; else HTTPS. */
    static String scheme(String host, AccessOptions options) {
        boolean tlsWanted = options.insecure() || options.caCertificate() != null;
        return options.plainHttp() || (isLoopbackName(host) && !tlsWanted) ? "http" : "https";
    }

    private static boolean isLoopbackName(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
        return host.equals("localhost") || host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("[::1]");
    }

    static boolean same(HttpUrl a, HttpUrl b) {
        return a.scheme().equals(b.scheme()) && a.host().equals(b.host()) && a.port() == b.port();
    }

    /** Where {@code response} leads, if it may be followed. */
    static HttpUrl checkedRedirect(Response response) throws IOException {
        HttpUrl from = response.request().url();
        String location = response.header("Location");
        HttpUrl target = location == null ? null : from.resolve(location);
        if (target == null) {
            throw new RemoteException(
                    RegistryErrors.describe(response.request()) + ": redirected, but not to an address");
        }
        checkTarget(from, target);
        return target;
    }

    /**
     * Refuses to be sent from a registry elsewhere to a service of this machine or its link: cloud metadata services
     * and local daemons answer there, and trust whoever can reach them. Refuses to fall back from HTTPS to HTTP.
     */
    static void checkTarget(HttpUrl from, HttpUrl target) throws IOException {
        if (from.isHttps() && !target.isHttps()) {
            throw new RemoteException(
                    "refused to follow " + from.host() + " from HTTPS to plain HTTP on " + target.host());
        }
        if (!same(from, target) && isLocal(target.host()) && !isLocal(from.host())) {
            throw new RemoteException("refused to follow " + from.host() + " to the local address " + target.host());
        }
    }

    private static boolean isLocal(String host) throws IOException {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false; // connecting will say so, or a proxy knows it
        }
    }
}
