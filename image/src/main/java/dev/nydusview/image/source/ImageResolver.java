package dev.nydusview.image.source;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedWholeBlobs;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.archive.StoredImages;
import dev.nydusview.image.bootstrap.BootstrapStore;
import dev.nydusview.image.bootstrap.InlineBlob;
import dev.nydusview.image.bootstrap.UnpackedBootstrap;
import dev.nydusview.image.cache.KnownManifests;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.image.document.StoredManifest;
import dev.nydusview.image.manifest.ImageConfiguration;
import dev.nydusview.image.manifest.ManifestResolver;
import dev.nydusview.image.manifest.NydusManifest;
import dev.nydusview.image.manifest.PlatformCheck;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.InlineBootstrap;
import dev.nydusview.rafs.blob.WholeBlobSource;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.backend.Backends;
import dev.nydusview.registry.blob.BlobDirectory;
import dev.nydusview.registry.blob.LocalBlobSource;
import dev.nydusview.registry.blob.WholeBlobFiles;
import dev.nydusview.registry.endpoint.RegistryContents;
import dev.nydusview.registry.endpoint.RemoteBlobSource;
import dev.nydusview.registry.endpoint.RepositoryBlobs;
import dev.nydusview.registry.endpoint.RepositoryLink;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.layout.LayoutContents;
import dev.nydusview.registry.layout.LocalImage;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.InvalidReferenceException;
import dev.nydusview.registry.ref.Platform;
import dev.nydusview.registry.ref.SourceUri;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the image that a source names and fetches its metadata. */
public final class ImageResolver {
    private final RegistryConnections connections;
    private final @Nullable CacheLayout cache;
    private final long cacheSize;
    private final Access access;
    private final TransferMeter meter;

    /** @param cache where bootstraps are cached; null for nowhere */
    public ImageResolver(RegistryConnections connections, @Nullable CacheLayout cache, Access access) {
        this(connections, cache, 0, access, new TransferMeter());
    }

    /**
     * @param cache where bootstraps are cached; null for nowhere
     * @param cacheSize bytes that blobs may take there; 0 for the default of the cache
     * @param meter counts what is fetched
     */
    public ImageResolver(
            RegistryConnections connections,
            @Nullable CacheLayout cache,
            long cacheSize,
            Access access,
            TransferMeter meter) {
        this.connections = connections;
        this.cache = cache;
        this.cacheSize = cacheSize;
        this.access = access;
        this.meter = meter;
    }

    /** Finds the Nydus image of {@code source}, and fetches its manifest and bootstrap. */
    public ResolvedImage resolve(SourceUri source) throws IOException {
        if (source instanceof SourceUri.Registry registry) {
            return fromRegistry(registry.reference());
        }
        if (source instanceof SourceUri.Bootstrap bootstrap) {
            return fromBootstrap(bootstrap);
        }
        return fromFiles(source, local(source));
    }

    /** Finds the plain OCI image of {@code source}. */
    public ResolvedPlainImage resolvePlain(SourceUri source) throws IOException {
        return reach(source, (contents, connection) -> plain(source, contents, connection));
    }

    /** Finds the image of {@code source}, a Nydus image or a plain one, and fetches its documents only. */
    public ImageDocuments documents(SourceUri source) throws IOException {
        return reach(source, (contents, connection) -> {
            ManifestResolver resolver = resolver(source, contents);
            ManifestResolver.Selection found = resolver.select();
            Manifest manifest = found.manifest();
            return new ImageDocuments(
                    named(source, manifest.digest()),
                    manifest,
                    found.replaced(),
                    resolver.configuration(manifest.config()),
                    connection);
        });
    }

    /** Finds the manifest of the image that {@link #documents} finds. */
    public StoredManifest manifest(SourceUri source) throws IOException {
        return reach(source, (contents, connection) -> {
            try (connection) {
                ManifestResolver resolver = resolver(source, contents);
                ManifestResolver.Selection found = resolver.select();
                byte[] bytes = resolver.bytes(found.manifest());
                return new StoredManifest(named(source, found.manifest().digest()), found.replaced(), bytes);
            }
        });
    }

    /** Finds the manifest or index that {@code source} itself names. */
    public StoredManifest root(SourceUri source) throws IOException {
        return reach(source, (contents, connection) -> {
            try (connection) {
                byte[] bytes = contents.root();
                return new StoredManifest(named(source, Sha256.of(bytes)), null, bytes);
            }
        });
    }

    /** Makes something of the contents of an image, and of the connection to them, which has to be closed then. */
    private interface Use<T> {
        T of(ImageContents contents, Closeable connection) throws IOException;
    }

    private <T> T reach(SourceUri source, Use<T> use) throws IOException {
        if (source instanceof SourceUri.Registry registry) {
            return reach(registry.reference(), use);
        }
        if (source instanceof SourceUri.Bootstrap) {
            throw new InvalidReferenceException(source
                    + " is a bare bootstrap, without an OCI image beside it: name the image as HOST/NAME:TAG or "
                    + "oci:DIR[:TAG]");
        }
        return use.of(new LayoutContents(source, local(source), meter), () -> {});
    }

    private <T> T reach(ImageReference reference, Use<T> use) throws IOException {
        if (access.offline()) {
            return use.of(offline(reference), () -> {});
        }
        RepositoryLink link = link(reference);
        try {
            return use.of(contents(reference, link), link);
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private static LocalImage local(SourceUri source) throws IOException {
        if (source instanceof SourceUri.Layout layout) {
            return OciLayout.open(layout.directory()).image(layout.tag());
        }
        return StoredImages.open((SourceUri.Stored) source);
    }

    /** Finds the digest of the manifest or index that the registry has for {@code reference} now. */
    public Sha256 digest(String reference) throws IOException {
        ImageReference parsed = ImageReference.parse(reference);
        if (access.offline()) {
            return Sha256.of(offline(parsed).root());
        }
        try (RepositoryLink registry = link(parsed)) {
            // By its digest, the cache may know what the registry has lost.
            ImageContents contents = parsed.digest() == null
                    ? contents(parsed, registry)
                    : new RegistryContents(parsed, registry, meter);
            return Sha256.of(contents.root());
        }
    }

    private RepositoryLink link(ImageReference reference) {
        return RepositoryLink.to(reference, connections, access.registry(), meter::countMirror);
    }

    private ImageContents contents(ImageReference reference, RepositoryLink link) {
        ImageContents registry = new RegistryContents(reference, link, meter);
        return cache == null ? registry : new KeptContents(reference, registry, new KnownManifests(cache));
    }

    private ImageContents offline(ImageReference reference) {
        return new OfflineContents(reference, cache == null ? null : new KnownManifests(cache));
    }

    private ResolvedPlainImage plain(SourceUri source, ImageContents contents, Closeable connection)
            throws IOException {
        ManifestResolver resolver = resolver(source, contents);
        Manifest manifest = resolver.resolvePlain();
        return new ResolvedPlainImage(
                named(source, manifest.digest()),
                manifest,
                contents,
                resolver.configuration(manifest.config()),
                meter,
                connection);
    }

    /** The source with the digest of the manifest that it leads to. */
    private static String named(SourceUri source, Sha256 digest) {
        return source instanceof SourceUri.Registry registry
                ? registry.reference().withDigest(digest.toString()).toString()
                : source + "@" + digest;
    }

    private ResolvedImage fromCache(ImageReference reference) throws IOException {
        SourceUri source = new SourceUri.Registry(reference);
        ImageContents contents = offline(reference);
        ManifestResolver resolver = resolver(source, contents);
        NydusManifest manifest = resolver.resolve();
        BlobSource cached = new OfflineBlobs(wholeBlobs(), manifest.blobSizes());
        return image(source, manifest, contents, resolver, selected(cached, manifest.blobSizes()));
    }

    private ResolvedImage fromRegistry(ImageReference reference) throws IOException {
        if (access.offline()) {
            return fromCache(reference);
        }
        RepositoryLink link = link(reference);
        try {
            ImageContents contents = contents(reference, link);
            SourceUri source = new SourceUri.Registry(reference);
            ManifestResolver resolver = resolver(source, contents);
            NydusManifest manifest = resolver.resolve();
            BlobSource own = new RemoteBlobSource(new RepositoryBlobs(link), manifest.blobSizes(), meter, wholeBlobs());
            BlobSource blobs = selected(own, manifest.blobSizes());
            return image(source, manifest, contents, resolver, blobs);
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private WholeBlobFiles wholeBlobs() {
        return cache == null ? WholeBlobFiles.NONE : new KeptBlobs(new CachedWholeBlobs(cache, cacheSize));
    }

    private ResolvedImage fromFiles(SourceUri source, LocalImage local) throws IOException {
        ImageContents contents = new LayoutContents(source, local, meter);
        ManifestResolver resolver = resolver(source, contents);
        NydusManifest manifest = resolver.resolve();
        BlobSource blobs = selected(new LocalBlobSource(local, meter), manifest.blobSizes());
        return image(source, manifest, contents, resolver, blobs);
    }

    /**
     * Returns the blobs of the backend that the user has chosen, if any, instead of those of the source, which is closed
     * with them.
     */
    private BlobSource selected(BlobSource own, Map<String, Long> lengths) throws IOException {
        Backend backend = access.selection().backend();
        return backend == null ? own : new ElsewhereBlobs(backend(backend, lengths), own);
    }

    private BlobSource backend(Backend backend, Map<String, Long> lengths) throws IOException {
        return access.offline() && !backend.isLocal()
                ? new OfflineBlobs(wholeBlobs(), lengths)
                : new Backends(connections, access.registry(), meter).open(backend, lengths, wholeBlobs());
    }

    private ResolvedImage image(
            SourceUri source,
            NydusManifest manifest,
            ImageContents contents,
            ManifestResolver resolver,
            BlobSource blobs)
            throws IOException {
        meter.expectBootstrap(manifest.bootstrap().size());
        if (manifest.inline()) {
            return inline(source, manifest, contents, resolver, blobs);
        }
        UnpackedBootstrap unpacked =
                checked(resolver.platformCheck(), () -> new BootstrapStore(cache).open(manifest.bootstrap(), contents));
        return new ResolvedImage(
                named(source, manifest.digest()),
                unpacked.bootstrap(),
                null,
                unpacked.blobMetas(),
                blobs,
                manifest.blobSizes(),
                resolver.configuration(manifest.config()),
                ImageConfiguration.ofSubject(manifest, contents, platform()),
                meter,
                manifest);
    }

    private interface Opening {
        UnpackedBootstrap open() throws IOException;
    }

    /** Opens a bootstrap beside {@code check}, whose failure comes first. */
    private static UnpackedBootstrap checked(PlatformCheck check, Opening bootstrap) throws IOException {
        UnpackedBootstrap opened;
        try {
            opened = bootstrap.open();
        } catch (IOException | RuntimeException e) {
            check.await();
            throw e;
        }
        check.await();
        return opened;
    }

    /**
     * Opens an image whose bootstrap is in a blob. The bootstrap does not have a digest of its own, so the blob is
     * fetched and verified as a whole.
     */
    private ResolvedImage inline(
            SourceUri source,
            NydusManifest manifest,
            ImageContents contents,
            ManifestResolver resolver,
            BlobSource blobs)
            throws IOException {
        resolver.platformCheck().await();
        String blobId = manifest.bootstrap().hex();
        BlobSource verified = WholeBlobSource.verifying(blobs, Set.of(blobId));
        return new ResolvedImage(
                named(source, manifest.digest()),
                InlineBootstrap.read(verified, blobId),
                blobId,
                Map.of(),
                verified,
                manifest.blobSizes(),
                resolver.configuration(manifest.config()),
                ImageConfiguration.ofSubject(manifest, contents, platform()),
                meter,
                manifest);
    }

    private ResolvedImage fromBootstrap(SourceUri.Bootstrap source) throws IOException {
        ByteBuffer file = map(source.file());
        Backend backend = access.selection().backend();
        Path directory = access.selection().blobDirectory();
        BlobDirectory named = new BlobDirectory(directory == null ? List.of() : List.of(directory));
        BlobSource blobs = backend == null ? new LocalBlobSource(named, meter) : backend(backend, Map.of());
        if (RafsImage.isBootstrap(file)) {
            return bare(source, file, null, blobs);
        }
        InlineBlob blob = InlineBlob.of(source.file());
        BlobSource all = new InlineFirst(blob.id(), new LocalBlobSource(blob.alone(), meter), blobs);
        return bare(source, blob.bootstrap(), blob.id().hex(), all);
    }

    private ResolvedImage bare(
            SourceUri.Bootstrap source, ByteBuffer bootstrap, @Nullable String bootstrapBlob, BlobSource blobs) {
        return new ResolvedImage(
                source.toString(),
                bootstrap,
                bootstrapBlob,
                Map.of(),
                blobs,
                Map.of(),
                ImageConfiguration.none(),
                ImageConfiguration.none(),
                meter,
                null);
    }

    private ByteBuffer map(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException("the bootstrap " + file + " does not exist or is not a file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new CorruptDataException("the bootstrap " + file + " has " + channel.size() + " bytes; at most "
                        + Integer.MAX_VALUE + " are read");
            }
            meter.countMetadata(channel.size());
            return channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private ManifestResolver resolver(SourceUri source, ImageContents contents) {
        return new ManifestResolver(
                contents, platform(), access.selection().twins().rule(source));
    }

    private Platform platform() {
        @Nullable String named = access.selection().platform();
        return named == null ? Platform.ofHost() : Platform.parse(named);
    }
}
