package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Finds proxies like other command-line tools: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, in either
 * case.
 */
final class EnvironmentProxies {
    private final Map<String, String> environment;
    private final NoProxyRules exempt;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
        this.exempt = new NoProxyRules(value(name("NO_PROXY")));
    }

    /** Returns the name of the variable in the case in which it is set; upper case comes first. */
    private String name(String upper) {
        return value(upper).isEmpty() ? upper.toLowerCase(Locale.ROOT) : upper;
    }

    private String value(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /** Returns the proxy for {@code url}; null for none. */
    @Nullable
    ProxyServer choose(HttpUrl url) throws RemoteException {
        String variable = name(url.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (value(variable).isEmpty()) {
            variable = name("ALL_PROXY");
        }
        String host = url.host();
        // Only a proxy that is used can be wrong.
        return value(variable).isEmpty() || LocalAddresses.isLoopback(host) || exempt.exempts(host, url.port())
                ? null
                : ProxyServer.parse(variable, value(variable));
    }
}
