package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Finds proxies like other command-line tools: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, in either
 * case.
 */
final class EnvironmentProxies extends ProxySelector {
    private final @Nullable URI forHttp;
    private final @Nullable URI forHttps;
    private final NoProxyRules exempt;

    private EnvironmentProxies(@Nullable URI forHttp, @Nullable URI forHttps, NoProxyRules exempt) {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.exempt = exempt;
    }

    static EnvironmentProxies of(Map<String, String> environment) throws RemoteException {
        URI all = proxy("ALL_PROXY", environment);
        URI http = proxy("HTTP_PROXY", environment);
        URI https = proxy("HTTPS_PROXY", environment);
        return new EnvironmentProxies(
                http == null ? all : http,
                https == null ? all : https,
                new NoProxyRules(variable("NO_PROXY", environment)));
    }

    private static String variable(String name, Map<String, String> environment) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value;
    }

    private static @Nullable URI proxy(String name, Map<String, String> environment) throws RemoteException {
        String value = variable(name, environment);
        if (value.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() != null && uri.getScheme().matches("(?i)http|socks5h?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Falls through: the value may hold a password, so neither it nor the cause is shown.
        }
        throw new RemoteException(
                "the proxy in $" + name + " is not of the form http://HOST:PORT or socks5://HOST:PORT");
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = "https".equalsIgnoreCase(uri.getScheme()) ? forHttps : forHttp;
        String host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        if (proxy == null || LocalAddresses.isLoopback(host) || exempt.exempts(host, port(uri))) {
            return List.of(Proxy.NO_PROXY);
        }
        Proxy.Type type = isSocks(proxy) ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.getHost(), proxyPort(proxy))));
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static int proxyPort(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : isSocks(proxy) ? 1080 : 80;
    }

    private static boolean isSocks(URI proxy) {
        return proxy.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
    }

    /** Shows a proxy the user and password of its URL, once. */
    Authenticator authenticator() {
        return (route, response) -> {
            URI proxy = response.request().url().isHttps() ? forHttps : forHttp;
            String user = proxy == null ? null : proxy.getUserInfo();
            if (user == null || response.request().header("Proxy-Authorization") != null) {
                return null;
            }
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            String password = colon < 0 ? "" : user.substring(colon + 1);
            return response.request()
                    .newBuilder()
                    .header("Proxy-Authorization", Credentials.basic(name, password))
                    .build();
        };
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The failed request itself reports it.
    }
}
