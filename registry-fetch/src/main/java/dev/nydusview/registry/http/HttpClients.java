package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Makes clients. A class of its own, so that {@link RegistryConnections} can be loaded without OkHttp. */
final class HttpClients {
    private static final int IDLE_CONNECTIONS = 16;

    private HttpClients() {}

    /** Makes a client of {@code host}, whose requests run on the threads of {@code dispatcher}. */
    static OkHttpClient make(String host, TransportSettings settings, TrustSettings trust, Dispatcher dispatcher)
            throws RemoteException {
        StallGuard.keepWatch();
        Duration timeout = settings.timeout();
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .followRedirects(false)
                .dispatcher(dispatcher)
                .socketFactory(new InterruptibleSockets())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .proxy(Proxy.NO_PROXY)
                .addNetworkInterceptor(new ContentLengthInterceptor());
        trust.apply(client, host, new MachineAuthorities(settings.environment()));
        return client.build();
    }
}
