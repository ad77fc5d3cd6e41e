package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Sends requests to where a registry has led: direct ones through sockets that look at where they connect to. */
final class ForeignRequests {
    private final RedirectPolicy targets;
    private final ProxySelector proxies;
    private final Transport proxied;
    private final Transport direct;

    /** @param own transport to the registry itself */
    ForeignRequests(
            RedirectPolicy targets,
            TargetAddresses addresses,
            ProxySelector proxies,
            OkHttpClient client,
            Transport own) {
        this.targets = targets;
        this.proxies = proxies;
        this.proxied = own;
        this.direct = own.through(client.newBuilder()
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new GuardedSockets(client.socketFactory(), addresses))
                .build());
    }

    Response send(Request request, RetryBudget budget) throws IOException {
        if (isDirect(request.url())) {
            return direct.send(request, budget);
        }
        targets.checkProxied(request.url());
        return proxied.send(request, budget);
    }

    private boolean isDirect(HttpUrl url) {
        URI uri = url.uri();
        List<Proxy> chosen = uri.getHost() == null ? List.of() : proxies.select(uri);
        return chosen.stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    }

    /** Remembers at which addresses the registry itself answers. */
    static Interceptor addressesOf(TargetAddresses addresses) {
        return chain -> {
            Response response = chain.proceed(chain.request());
            Connection connection = chain.connection();
            if (connection != null && connection.route().proxy().type() == Proxy.Type.DIRECT) {
                InetAddress address = connection.route().socketAddress().getAddress();
                if (address != null) {
                    addresses.answeredAt(address);
                }
            }
            return response;
        };
    }
}
