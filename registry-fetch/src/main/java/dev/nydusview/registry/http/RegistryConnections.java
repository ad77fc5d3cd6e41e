package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.Traffic;
import dev.nydusview.registry.mirror.Mirror;
import dev.nydusview.registry.mirror.MirrorRules;
import dev.nydusview.registry.mirror.Route;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final Duration MIRROR_TIMEOUT = Duration.ofSeconds(10);

    private final @Nullable CertificateDirectories directories;
    private final MirrorChain.Health health = new MirrorChain.Health();
    private final Map<String, Boolean> plainHosts = new ConcurrentHashMap<>();
    private final Map<Peer, OkHttpClient> clients = new ConcurrentHashMap<>();
    private final HostGates gates = new HostGates();

    /** Threads of all clients; null while there are none, so that what asks no registry does without OkHttp. */
    private volatile @Nullable Dispatcher dispatcher;

    public RegistryConnections() {
        this(null);
    }

    /** @param directories those of certificates; null for the usual ones */
    RegistryConnections(@Nullable CertificateDirectories directories) {
        this.directories = directories;
    }

    /** The requests of all images so far. */
    public Traffic traffic() {
        return gates.traffic();
    }

    /** Returns the hosts that do not answer at present, with the time for which each has failed. */
    public Map<String, Duration> outages() {
        return gates.down();
    }

    /** A registry with the settings of its connection: equal peers share a client. */
    private record Peer(String host, TransportSettings settings, TrustSettings trust) {}

    /** Prepares access to the repository of {@code reference} and its mirrors. */
    public RegistryHttp open(ImageReference reference, RegistryAccess access) throws IOException {
        TransportSettings settings = access.transport();
        Route route = new MirrorRules(settings.environment(), settings.mirrors()).route(reference);
        List<MirrorChain.Link> links = new ArrayList<>();
        for (Mirror mirror : route.mirrors()) {
            links.add(new MirrorChain.Link(mirror, open(mirror, access)));
        }
        RegistryAccess own = route.insecure() ? access.with(insecure(settings, route.registry(), null)) : access;
        Mirror registry = new Mirror(route.registry(), null, "/v2", false, List.of(), null, Mirror.Content.ALL);
        return open(registry, own, new MirrorChain(links, health));
    }

    /** Opens a mirror, for which a single attempt has to do: there are others. */
    private RegistryHttp open(Mirror mirror, RegistryAccess access) throws IOException {
        TransportSettings settings = access.transport();
        Duration timeout = settings.timeout().compareTo(MIRROR_TIMEOUT) < 0 ? settings.timeout() : MIRROR_TIMEOUT;
        TransportSettings own = settings.withPlainHttp("http".equals(mirror.scheme()))
                .withInsecure(false)
                .withTimeout(timeout)
                .withRetryFor(Duration.ZERO);
        if (mirror.insecure()) {
            own = insecure(own, mirror.reference(), mirror.scheme());
        }
        // Credentials that the user gives are for the registry.
        RegistryAccess there = new RegistryAccess(own, access.credentials().withCredentials(null));
        return open(mirror, there, MirrorChain.NONE);
    }

    private RegistryHttp open(Mirror place, RegistryAccess access, MirrorChain mirrors) throws IOException {
        TransportSettings settings = access.transport();
        ImageReference reference = place.reference();
        CertificateDirectories certificates =
                directories == null ? CertificateDirectories.of(settings.environment()) : directories;
        TrustSettings trust = TrustSettings.of(settings, certificates.of(reference), place.authorities());
        boolean expectsTls = trust.expectsTls() || "https".equals(place.scheme());
        Endpoint endpoint = Endpoint.of(reference, settings, expectsTls, place.base(), place.namespace());
        EnvironmentProxies proxies = new EnvironmentProxies(settings.environment());
        return new RegistryHttp(
                reference, access, endpoint, client(endpoint, settings, trust), proxies, mirrors, gates);
    }

    /** Returns settings for a host whose certificate need not be valid, and which may have none: it is asked once. */
    private TransportSettings insecure(TransportSettings settings, ImageReference reference, @Nullable String scheme)
            throws IOException {
        Endpoint secure = Endpoint.of(reference, settings.withPlainHttp(false), true);
        boolean isPlain = "http".equals(scheme)
                || (scheme == null
                        && plainHosts.computeIfAbsent(
                                reference.registry(), host -> ServerProbe.isPlain(secure.repository())));
        return isPlain ? settings.withPlainHttp(true) : settings.withInsecure(true);
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
        StallGuard.keepWatch();
        Duration timeout = settings.timeout();
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .followRedirects(false)
                .dispatcher(dispatcher())
                .socketFactory(new InterruptibleSockets())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .proxy(Proxy.NO_PROXY)
                .addNetworkInterceptor(new ContentLengthInterceptor());
        trust.apply(client, endpoint.repository().host(), new MachineAuthorities(settings.environment()));
        return client.build();
    }

    private synchronized Dispatcher dispatcher() {
        Dispatcher known = dispatcher;
        if (known == null) {
            known = new Dispatcher();
            dispatcher = known;
        }
        return known;
    }

    /** Closes unused connections; running requests belong to their images. */
    @Override
    public void close() {
        Dispatcher known = dispatcher;
        if (known != null) {
            clients.values().forEach(client -> client.connectionPool().evictAll());
            known.executorService().shutdown();
        }
    }
}
