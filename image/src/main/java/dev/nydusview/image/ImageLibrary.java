package dev.nydusview.image;

import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.ChunkStore;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.cache.LoggedCache;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.image.document.StoredManifest;
import dev.nydusview.image.oci.OciImage;
import dev.nydusview.image.source.ImageResolver;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.registry.Traffic;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.ref.SourceUri;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens images and owns what they share: connections, threads, memory, the disk cache, single flight. One per process.
 * Safe for concurrent use. Images are closed before their library.
 *
 * <p>A source is {@code REF}, {@code docker://REF}, {@code oci:DIR[:TAG]}, {@code oci-archive:FILE[:TAG]}, {@code
 * docker-archive:FILE[:NAME:TAG]}, {@code dir:DIR} or {@code bootstrap:FILE}. All methods that take one throw {@link IllegalArgumentException} if it or the access is malformed; the message says how.
 */
public final class ImageLibrary implements Closeable {
    private final @Nullable CacheLayout cache;
    private final long cacheSize;
    private final RegistryConnections connections = new RegistryConnections();
    private final ChunkStore chunks;

    private ImageLibrary(LibrarySettings settings) {
        Path root = settings.cacheRoot();
        this.cache = root == null ? null : new CacheLayout(root);
        this.cacheSize = settings.cacheSize();
        this.chunks = new ChunkStore(new LoggedCache(), cacheSize);
    }

    /** Opens a library; nothing is read or written yet. */
    public static ImageLibrary open(LibrarySettings settings) {
        return new ImageLibrary(settings);
    }

    /**
     * Loads what asking a registry needs, for a command that will do so: it takes a tenth of a second in which the command has
     * other things to do. Nothing is connected.
     */
    public static void loadAhead(Map<String, String> environment) {
        RegistryConnections.loadAhead(environment);
    }

    /** Opens {@code source}: fetches manifest and bootstrap, and no byte of a data blob. */
    public NydusImage open(String source, Access access) throws IOException {
        return open(source, access, MissingTablePolicy.FATAL);
    }

    /** Opens an image whose tables may be damaged: {@code missing} decides whether it opens without them. */
    public NydusImage open(String source, Access access, MissingTablePolicy missing) throws IOException {
        return open(source, access, missing, new TransferMeter());
    }

    /** As {@link #open(String, Access, MissingTablePolicy)}; {@code meter} tells meanwhile how much has been fetched. */
    public NydusImage open(String source, Access access, MissingTablePolicy missing, TransferMeter meter)
            throws IOException {
        SourceUri uri = SourceUri.parse(source);
        CacheLayout layout = access.cached() ? cache : null;
        if (layout != null) {
            CacheRoot.create(layout);
        }
        return NydusImage.open(uri, origin(uri, access), resolver(access, meter).resolve(uri), chunks, layout, missing);
    }

    /**
     * Opens the plain OCI image of {@code source}, which must not be a bare bootstrap. From an index it takes the image
     * for the platform, never a Nydus image. Fetches manifest and configuration, but no layer.
     */
    public OciImage openPlain(String source, Access access) throws IOException {
        return OciImage.open(resolver(access).resolvePlain(SourceUri.parse(source)));
    }

    /**
     * Finds the image of {@code source}, which must not be a bare bootstrap: a Nydus image or a plain one. Fetches its
     * manifest, and its configuration when asked for.
     */
    public ImageDocuments documents(String source, Access access) throws IOException {
        return resolver(access).documents(SourceUri.parse(source));
    }

    /** Returns the manifest of the image that {@link #documents} finds. */
    public StoredManifest manifest(String source, Access access) throws IOException {
        return resolver(access).manifest(SourceUri.parse(source));
    }

    /** Returns the manifest or index that {@code source}, which must not be a bare bootstrap, itself names. */
    public StoredManifest root(String source, Access access) throws IOException {
        return resolver(access).root(SourceUri.parse(source));
    }

    /** Returns the digest of the manifest or index that the registry has for {@code reference} now. */
    public Sha256 digest(String reference, Access access) throws IOException {
        return resolver(access).digest(reference);
    }

    /** Returns the catalogue of the registry at {@code host}, which is host and port. */
    public RegistryCatalog catalog(String host, Access access) {
        return new RegistryCatalog(host, connections, access.registry());
    }

    /** Returns the root of the disk cache; empty if there is none. */
    public Optional<Path> cacheRoot() {
        return Optional.ofNullable(cache).map(CacheLayout::root);
    }

    private static String origin(SourceUri uri, Access access) {
        Backend backend = access.selection().backend();
        if (backend != null && !backend.isLocal()) {
            return backend.toString();
        }
        return uri instanceof SourceUri.Registry registry ? registry.reference().registry() : uri.toString();
    }

    /** The cost of delivering the chunks of all images of this library so far. */
    public ChunkStore.Totals fetched() {
        return chunks.totals();
    }

    /** The requests that images of this library have cost so far. */
    public Traffic traffic() {
        return connections.traffic();
    }

    /** Returns the hosts that do not answer at present, with the time for which each has failed. */
    public Map<String, Duration> outages() {
        return connections.outages();
    }

    private ImageResolver resolver(Access access) {
        return resolver(access, new TransferMeter());
    }

    private ImageResolver resolver(Access access, TransferMeter meter) {
        return new ImageResolver(connections, access.cached() ? cache : null, cacheSize, access, meter);
    }

    /** Closes connections and threads that no open image uses. */
    @Override
    public void close() {
        chunks.close();
        connections.close();
    }
}
