package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The connections of a process, which images of one registry share. Different registries never share connections: an
 * address that one registry may lead to could be refused to another, and the pool of a client does not check that
 * again.
 */
public final class RegistryConnections implements Closeable {
    private static final List<Path> CERTIFICATE_ROOTS =
            List.of(Path.of("/etc/containers/certs.d"), Path.of("/etc/docker/certs.d"));
    private static final int IDLE_CONNECTIONS = 16;

    private final List<Path> certificateRoots;
    private final Dispatcher dispatcher = new Dispatcher();
    private final Map<Peer, OkHttpClient> clients = new ConcurrentHashMap<>();
    private final HostGates gates = new HostGates();

    public RegistryConnections() {
        this(CERTIFICATE_ROOTS);
    }

    RegistryConnections(List<Path> certificateRoots) {
        this.certificateRoots = certificateRoots;
    }

    /** A registry with the settings of its connection: equal peers share a client. */
    private record Peer(String host, TransportSettings settings, TrustSettings trust) {}

    /** Prepares access to the repository of {@code reference}; sends nothing yet. */
    public RegistryHttp open(ImageReference reference, RegistryAccess access) throws IOException {
        TransportSettings settings = access.transport();
        TrustSettings trust = TrustSettings.of(settings, reference.registry(), certificateRoots);
        Endpoint endpoint = Endpoint.of(reference, settings, trust.hasAuthorities());
        EnvironmentProxies proxies = EnvironmentProxies.of(settings.environment());
        OkHttpClient client = client(endpoint, settings, trust, proxies);
        return new RegistryHttp(reference, access, endpoint, client, proxies, gates);
    }

    private OkHttpClient client(
            Endpoint endpoint, TransportSettings settings, TrustSettings trust, EnvironmentProxies proxies)
            throws RemoteException {
        Peer peer = new Peer(
                endpoint.resolve("").host() + ":" + endpoint.resolve("").port(), settings, trust);
        OkHttpClient known = clients.get(peer);
        if (known != null) {
            return known;
        }
        OkHttpClient made = make(settings, trust, proxies);
        OkHttpClient other = clients.putIfAbsent(peer, made);
        return other == null ? made : other;
    }

    private OkHttpClient make(TransportSettings settings, TrustSettings trust, EnvironmentProxies proxies)
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
                .proxySelector(proxies)
                .proxyAuthenticator(proxies.authenticator())
                .addNetworkInterceptor(new ContentLengthInterceptor());
        trust.apply(client);
        return client.build();
    }

    /** Closes unused connections; running requests belong to their images. */
    @Override
    public void close() {
        clients.values().forEach(client -> client.connectionPool().evictAll());
        dispatcher.executorService().shutdown();
    }
}
