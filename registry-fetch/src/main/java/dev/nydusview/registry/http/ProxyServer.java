package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Locale;
import java.util.Set;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.HttpUrl;

/**
 * A proxy that an environment variable names.
 *
 * @param variable name of the variable
 * @param scheme {@code http}, {@code https}, {@code socks5} or {@code socks5h}
 */
record ProxyServer(String variable, String scheme, String host, int port, String user, String password) {
    private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");

    /** Parses {@code [SCHEME://][USER[:PASSWORD]@]HOST[:PORT]}, in which the last {@code @} ends the password. */
    static ProxyServer parse(String variable, String value) throws RemoteException {
        int colon = value.indexOf("://");
        String scheme = colon < 0 ? "http" : value.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? value : value.substring(colon + 3);
        // Two default ports tell whether the port is written.
        HttpUrl url = HttpUrl.parse("http://" + rest);
        HttpUrl other = HttpUrl.parse("https://" + rest);
        if (!SCHEMES.contains(scheme) || url == null || other == null) {
            // The value may hold a password, so it is not shown.
            throw new RemoteException("the proxy in $" + variable
                    + " is not of the form http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT");
        }
        int port = url.port() == other.port() ? url.port() : usualPort(scheme);
        return new ProxyServer(variable, scheme, url.host(), port, url.username(), url.password());
    }

    private static int usualPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 1080;
        };
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    Proxy proxy() {
        Proxy.Type type = scheme.startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
    }

    /** Shows the proxy its user and password, once. */
    Authenticator authenticator() {
        return (route, response) -> {
            boolean isShown = response.request().header("Proxy-Authorization") != null;
            return user.isEmpty() || isShown
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", Credentials.basic(user, password))
                            .build();
        };
    }

    /** The proxy for messages, without secrets. */
    @Override
    public String toString() {
        return "proxy " + host + ":" + port + " ($" + variable + ")";
    }
}
