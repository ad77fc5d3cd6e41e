package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proxies as {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name them, in either case of
 * letters. {@code NO_PROXY} lists hosts, domains (with all below them), networks as {@code address/bits}, or {@code *}.
 * This machine itself is never asked for through a proxy.
 */
final class EnvironmentProxies extends ProxySelector {
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443, "socks5", 1080);

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String value = variable(uri.getScheme() + "_proxy");
        if (value.isEmpty()) {
            value = variable("all_proxy");
        }
        if (value.isEmpty() || uri.getHost() == null || isExcluded(uri.getHost(), uri.getPort())) {
            return List.of(Proxy.NO_PROXY);
        }
        Proxy proxy = parse(value);
        return List.of(proxy == null ? Proxy.NO_PROXY : proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    private String variable(String lowerCase) {
        String value = environment.get(lowerCase);
        return value != null ? value : environment.getOrDefault(lowerCase.toUpperCase(Locale.ROOT), "");
    }

    private static @Nullable Proxy parse(String value) {
        URI uri = URI.create(value.contains("://") ? value : "http://" + value);
        if (uri.getHost() == null) {
            return null;
        }
        boolean socks = uri.getScheme().startsWith("socks");
        int port = uri.getPort() >= 0 ? uri.getPort() : DEFAULT_PORTS.getOrDefault(uri.getScheme(), 80);
        return new Proxy(
                socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    private boolean isExcluded(String host, int port) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.equals("localhost") || bare.startsWith("127.") || bare.equals("::1")) {
            return true;
        }
        for (String rule : variable("no_proxy").split(",")) {
            if (matches(rule.strip().toLowerCase(Locale.ROOT), bare.toLowerCase(Locale.ROOT), port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String rule, String host, int port) {
        if (rule.isEmpty()) {
            return false;
        }
        if (rule.equals("*") || rule.equals(host) || rule.equals(host + ":" + port)) {
            return true;
        }
        int slash = rule.indexOf('/');
        if (slash > 0) {
            return inNetwork(rule.substring(0, slash), rule.substring(slash + 1), host);
        }
        String domain = rule.startsWith("*.") ? rule.substring(1) : rule.startsWith(".") ? rule : "." + rule;
        return host.endsWith(domain);
    }

    private static boolean inNetwork(String network, String bits, String host) {
        if (!isLiteral(host) || !isLiteral(network) || !bits.matches("[0-9]{1,3}")) {
            return false;
        }
        try {
            byte[] a = InetAddress.getByName(network).getAddress();
            byte[] b = InetAddress.getByName(host).getAddress();
            int prefix = Integer.parseInt(bits);
            if (a.length != b.length || prefix > a.length * 8) {
                return false;
            }
            for (int i = 0; i < prefix; i++) {
                int mask = 0x80 >> (i & 7);
                if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells addresses from names, so that matching never asks a name server. */
    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
