package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Sends requests to where a registry has led: direct ones through sockets that look at where they connect to. */
final class ForeignRequests {
    private final RedirectPolicy targets;
    private final EnvironmentProxies proxies;
    private final Transport proxied;
    private final Transport direct;

    /** @param own transport to the registry itself */
    ForeignRequests(
            RedirectPolicy targets,
            TargetAddresses addresses,
            EnvironmentProxies proxies,
            OkHttpClient client,
            Transport own) {
        this.targets = targets;
        this.proxies = proxies;
        this.proxied = own;
        OkHttpClient guarded = client.newBuilder()
                .socketFactory(new GuardedSockets(client.socketFactory(), addresses))
                .build();
        this.direct = own.through(new ProxiedClients(guarded, null));
    }

    Response send(Request request, RetryBudget budget) throws IOException {
        if (proxies.choose(request.url()) == null) {
            return direct.send(request, budget);
        }
        targets.checkProxied(request.url());
        return proxied.send(request, budget);
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
