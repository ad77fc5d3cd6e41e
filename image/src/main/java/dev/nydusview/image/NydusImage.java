package dev.nydusview.image;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.ChunkStore;
import dev.nydusview.chunkstore.FetchCounts;
import dev.nydusview.chunkstore.LazyChunkSource;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.cache.RememberedReads;
import dev.nydusview.image.cache.RepositoryReads;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.image.manifest.NydusManifest;
import dev.nydusview.image.source.ResolvedImage;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.WholeBlobSource;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.rafs.overlay.Overlay;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.SourceUri;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An image that a library has opened from a source: its metadata is here, its file bytes come when they are read. */
public final class NydusImage implements OpenImage, Closeable {
    private final ResolvedImage resolved;
    private final RafsImage rafs;
    private final BlobMetaReader metas;
    private final ChunkLocator locator;
    private final ChunkSource chunks;
    private final Supplier<FetchStats> stats;
    private final FileReader files;
    private final @Nullable RepositoryReads reads;
    private @Nullable Sha256 bootstrapDigest;

    private NydusImage(
            ResolvedImage resolved,
            RafsImage rafs,
            BlobMetaReader metas,
            ChunkLocator locator,
            ChunkSource chunks,
            Supplier<FetchStats> stats,
            @Nullable RepositoryReads reads) {
        this.resolved = resolved;
        this.rafs = rafs;
        this.metas = metas;
        this.locator = locator;
        this.chunks = chunks;
        this.stats = stats;
        this.reads = reads;
        this.files = new FileReader(rafs.tree(), chunks);
    }

    /**
     * Opens an image with chunks through {@code store}; closes it if that fails.
     *
     * @param origin of the blobs: fetches are shared by images of one
     */
    static NydusImage open(
            SourceUri source,
            String origin,
            ResolvedImage resolved,
            ChunkStore store,
            @Nullable CacheLayout cache,
            MissingTablePolicy missing)
            throws IOException {
        try {
            RafsImage rafs = open(resolved, missing);
            requireExplained(resolved, rafs);
            BlobSource blobs = WholeBlobSource.around(resolved.blobs(), rafs.blobs());
            BlobMetaReader metas = new BlobMetaReader(resolved.blobMetas(), blobs, rafs.bootstrapBlob());
            ChunkLocator locator = new ImageChunkLocator(rafs, metas);
            LazyChunkSource chunks = store.open(rafs, locator, blobs, cache, origin);
            return new NydusImage(
                    resolved, rafs, metas, locator, chunks, () -> stats(resolved, rafs, chunks), reads(source, cache));
        } catch (IOException | RuntimeException e) {
            resolved.close();
            throw e;
        }
    }

    /** Refuses a manifest with a layer that another client would run and this one would not read. */
    private static void requireExplained(ResolvedImage resolved, RafsImage rafs) throws IOException {
        NydusManifest manifest = resolved.manifest();
        if (manifest != null) {
            manifest.requireExplained(rafs.blobs(), resolved.name());
        }
    }

    private static @Nullable RepositoryReads reads(SourceUri uri, @Nullable CacheLayout cache) {
        if (cache == null || !(uri instanceof SourceUri.Registry registry)) {
            return null;
        }
        ImageReference image = registry.reference();
        return new RepositoryReads(new RememberedReads(cache), image.registry() + "/" + image.repository());
    }

    private static RafsImage open(ResolvedImage resolved, MissingTablePolicy loss) throws IOException {
        RafsImage image = RafsImage.open(resolved.bootstrap(), loss);
        String blobId = resolved.bootstrapBlob();
        return blobId == null ? image : image.withBootstrapBlob(blobId);
    }

    /**
     * Returns the source in its canonical form with the digest of the manifest, such as {@code
     * host/name:tag@sha256:...}.
     */
    public String name() {
        return resolved.name();
    }

    /** Returns the manifest and the configuration; empty of a bare bootstrap, which has neither. */
    public Optional<ImageDocuments> documents() {
        return Optional.ofNullable(resolved.manifest())
                .map(manifest -> new ImageDocuments(
                        name(), manifest.document(), manifest.replaced(), resolved.configuration(), () -> {}));
    }

    /** Returns the plain OCI image in whose place this one is read; empty if the source names this one itself. */
    public Optional<ReplacedImage> standsInFor() {
        return Optional.ofNullable(resolved.manifest()).map(NydusManifest::replaced);
    }

    /** Returns the name for people, with the plain image in whose place the image is read. */
    public String described() {
        return name() + standsInFor().map(plain -> " " + plain.phrase()).orElse("");
    }

    @Override
    public RafsImage rafs() {
        return rafs;
    }

    /** The bootstrap that {@link #rafs} was opened from; read-only. */
    public ByteBuffer bootstrap() {
        return resolved.bootstrap();
    }

    /** Returns the digest of {@link #bootstrap}. */
    public synchronized Sha256 bootstrapDigest() {
        if (bootstrapDigest == null) {
            bootstrapDigest = Sha256.of(bootstrap());
        }
        return bootstrapDigest;
    }

    /**
     * Returns the OCI image configuration, a JSON document that the manifest names; fetched at the first call. Empty
     * for a {@code bootstrap:} source, and if the manifest does not name one. An image over others has that of the
     * uppermost.
     */
    public Optional<byte[]> configuration() throws IOException {
        return resolved.configuration().bytes();
    }

    /**
     * Returns the configuration of the plain OCI image that the manifest names as its subject, usually the one that was
     * converted; fetched at the first call. Empty if the manifest does not name one, or the subject is no longer in the
     * same repository.
     */
    public Optional<byte[]> sourceConfiguration() throws IOException {
        return resolved.source().bytes();
    }

    /** Reads the chunk indexes of v6 blobs, from where they are. */
    public BlobMetaReader blobMetas() {
        return metas;
    }

    @Override
    public ChunkLocator locator() {
        return locator;
    }

    @Override
    public ChunkSource chunks() {
        return chunks;
    }

    @Override
    public FileReader files() {
        return files;
    }

    /**
     * Returns this image laid over {@code lowers}, the first of which is the lowest, under the name of this one.
     * Closing the result closes all of them.
     */
    public NydusImage over(List<NydusImage> lowers) {
        List<NydusImage> all = new ArrayList<>(lowers);
        all.add(this);
        List<RafsImage> layers = all.stream().map(NydusImage::rafs).toList();
        List<ChunkSource> sources = all.stream().map(NydusImage::chunks).toList();
        Supplier<FetchStats> sum = () ->
                all.stream().map(NydusImage::stats).reduce(FetchStats::plus).orElseThrow();
        ChunkLocator places =
                Overlay.locator(layers, all.stream().map(NydusImage::locator).toList());
        return new NydusImage(resolved, Overlay.of(layers), metas, places, Overlay.chunks(layers, sources), sum, reads);
    }

    /** The cost of reading so far. */
    public FetchStats stats() {
        return stats.get();
    }

    /**
     * Returns the memory of the files that were read of images of the same repository, for an overlay that of the upper
     * layer; empty without a cache, and for images that do not come from a registry.
     */
    public Optional<RepositoryReads> reads() {
        return Optional.ofNullable(reads);
    }

    /** Hosts of mirrors that answered in the registry's place so far, for the upper layer of an overlay. */
    public List<String> mirrors() {
        return resolved.meter().mirrors();
    }

    private static FetchStats stats(ResolvedImage resolved, RafsImage rafs, LazyChunkSource chunks) {
        FetchCounts counts = chunks.counts();
        TransferMeter meter = resolved.meter();
        return new FetchStats(
                meter.metadataBytes(),
                meter.blobRequests(),
                meter.blobBytes(),
                counts.chunksFetched(),
                counts.chunksFromCache(),
                counts.cacheWriteFailures(),
                imageBytes(resolved, rafs));
    }

    /** Returns the sum of the lengths of the blobs, by the manifest if it has them, otherwise by the bootstrap. */
    private static long imageBytes(ResolvedImage resolved, RafsImage rafs) {
        return rafs.blobs().stream()
                .mapToLong(blob -> resolved.blobSizes().getOrDefault(blob.id(), blob.compressedSize()))
                .sum();
    }

    @Override
    public void close() throws IOException {
        chunks.close();
    }
}
