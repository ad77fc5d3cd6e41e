package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a process, which images of one registry share. Different registries never share connections: an
 * address that one registry may lead to could be refused to another, and the pool of a client does not check that
 * again.
 */
public final class RegistryConnections implements Closeable {
    private static final int IDLE_CONNECTIONS = 16;

    private final @Nullable CertificateDirectories directories;
    private final Dispatcher dispatcher = new Dispatcher();
    private final Map<Peer, OkHttpClient> clients = new ConcurrentHashMap<>();

    public RegistryConnections() {
        this(null);
    }

    /** @param directories those of certificates; null for the usual ones */
    RegistryConnections(@Nullable CertificateDirectories directories) {
        this.directories = directories;
    }

    /** A registry with the settings of its connection: equal peers share a client. */
    private record Peer(String host, TransportSettings settings, TrustSettings trust) {}

    /** Prepares access to the repository of {@code reference}; sends nothing yet. */
    public RegistryHttp open(ImageReference reference, RegistryAccess access) throws IOException {
        TransportSettings settings = access.transport();
        CertificateDirectories certificates =
                directories == null ? CertificateDirectories.of(settings.environment()) : directories;
        TrustSettings trust = TrustSettings.of(settings, certificates.of(reference));
        Endpoint endpoint = Endpoint.of(reference, settings, trust.expectsTls());
        EnvironmentProxies proxies = new EnvironmentProxies(settings.environment());
        return new RegistryHttp(reference, access, endpoint, client(endpoint, settings, trust), proxies);
    }

    private OkHttpClient client(Endpoint endpoint, TransportSettings settings, TrustSettings trust)
            throws RemoteException {
        Peer peer = new Peer(
                endpoint.resolve("").host() + ":" + endpoint.resolve("").port(), settings, trust);
        OkHttpClient known = clients.get(peer);
        if (known != null) {
            return known;
        }
        OkHttpClient made = make(endpoint, settings, trust);
        OkHttpClient other = clients.putIfAbsent(peer, made);
        return other == null ? made : other;
    }

    private OkHttpClient make(Endpoint endpoint, TransportSettings settings, TrustSettings trust)
            throws RemoteException {
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
        trust.apply(client, endpoint.repository().host(), new MachineAuthorities(settings.environment()));
        return client.build();
    }

    /** Closes unused connections; running requests belong to their images. */
    @Override
    public void close() {
        clients.values().forEach(client -> client.connectionPool().evictAll());
        dispatcher.executorService().shutdown();
    }
}
