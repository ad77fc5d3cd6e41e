package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.Traffic;
import dev.nydusview.registry.mirror.Mirror;
import dev.nydusview.registry.mirror.MirrorRules;
import dev.nydusview.registry.mirror.Route;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a process, which images of one registry share. Different registries never share connections: an
 * address that one registry may lead to could be refused to another, and the pool of a client does not check that
 * again.
 */
public final class RegistryConnections implements Closeable {
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

    /**
     * Loads what a connection needs, and sets TLS up; nothing is connected. It makes no logger, as those know the level of
     * the log only when the options have been read.
     */
    public static void loadAhead(Map<String, String> environment) {
        ImageReference nowhere = ImageReference.parse("registry.invalid/image:tag");
        TransportSettings settings = TransportSettings.of(environment);
        try {
            TrustSettings trust = TrustSettings.of(settings, List.of(), List.of());
            String host = Endpoint.of(nowhere, settings, true).repository().host();
            var unused = HttpClients.make(host, settings, trust, new Dispatcher());
            var unusedRoute = new MirrorRules(environment, List.of()).route(nowhere);
        } catch (IOException e) {
            // The command will report it.
        }
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
        return open(reference, access, List.of(), false);
    }

    /**
     * Prepares access to the repository of {@code reference} and its mirrors.
     *
     * @param authorities files of authorities that sign the registry's certificate
     * @param insecure the registry's certificate need not be valid, and it may have none, for which it is asked
     */
    public RegistryHttp open(ImageReference reference, RegistryAccess ways, List<Path> authorities, boolean insecure)
            throws IOException {
        RegistryAccess access = ways.to(reference.registry());
        TransportSettings settings = access.transport();
        Route route = new MirrorRules(settings.environment(), settings.mirrors()).route(reference);
        List<MirrorChain.Link> links = new ArrayList<>();
        for (Mirror mirror : route.mirrors()) {
            links.add(new MirrorChain.Link(mirror, open(mirror, access)));
        }
        RegistryAccess own =
                route.insecure() || insecure ? access.with(insecure(settings, route.registry(), null)) : access;
        Mirror registry = new Mirror(route.registry(), null, "/v2", false, authorities, null, Mirror.Content.ALL);
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
                reference, access, endpoint, client(endpoint.repository(), settings, trust), proxies, mirrors, gates);
    }

    /** Prepares access to blobs in storage, as the settings for registries say where the address says nothing. */
    public BlobServer open(StorageAddress address, StorageSigner signer, TransportSettings settings)
            throws IOException {
        TransportSettings own = address.insecure() ? settings.withInsecure(true) : settings;
        TrustSettings trust = TrustSettings.of(own, List.of(), address.authorities());
        Endpoint endpoint = StorageHttp.endpoint(address);
        OkHttpClient client = client(endpoint.repository(), own, trust);
        return new StorageHttp(endpoint, signer, own, client, new EnvironmentProxies(own.environment()), gates);
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

    private OkHttpClient client(HttpUrl server, TransportSettings settings, TrustSettings trust)
            throws RemoteException {
        Peer peer = new Peer(HostGates.host(server), settings, trust);
        OkHttpClient known = clients.get(peer);
        if (known != null) {
            return known;
        }
        OkHttpClient made = HttpClients.make(server.host(), settings, trust, dispatcher());
        OkHttpClient other = clients.putIfAbsent(peer, made);
        return other == null ? made : other;
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
