package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A client, and the same client through each of the proxies that the environment names. */
final class ProxiedClients {
    private final OkHttpClient direct;
    private final @Nullable EnvironmentProxies proxies;
    private final Map<ProxyServer, OkHttpClient> proxied = new ConcurrentHashMap<>();

    /** @param proxies null for none */
    ProxiedClients(OkHttpClient direct, @Nullable EnvironmentProxies proxies) {
        this.direct = direct;
        this.proxies = proxies;
    }

    /** Returns the proxy for {@code url}; null for none. */
    @Nullable
    ProxyServer proxy(HttpUrl url) throws RemoteException {
        return proxies == null ? null : proxies.choose(url);
    }

    OkHttpClient through(@Nullable ProxyServer proxy) {
        return proxy == null ? direct : proxied.computeIfAbsent(proxy, this::make);
    }

    private OkHttpClient make(ProxyServer proxy) {
        OkHttpClient.Builder client =
                direct.newBuilder().proxy(proxy.proxy()).proxyAuthenticator(proxy.authenticator());
        if (proxy.isSecure()) {
            client.socketFactory(
                    new SecureProxySockets(direct.socketFactory(), direct.sslSocketFactory(), proxy, direct));
        }
        return client.build();
    }
}
