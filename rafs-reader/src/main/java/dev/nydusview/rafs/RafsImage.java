package dev.nydusview.rafs;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.layout.V5Layout;
import dev.nydusview.rafs.layout.V6Layout;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.ImageMetadata;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.rafs.model.PrefetchTable;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.Superblock;
import dev.nydusview.rafs.v5.V5Reader;
import dev.nydusview.rafs.v6.V6Reader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An opened bootstrap.
 *
 * @param blobs the data blobs, by blob index
 * @param prefetch the inodes that the builder wants fetched early
 * @param bootstrapBlob id of the data blob that the bootstrap itself was taken from; null if it came alone
 */
public record RafsImage(
        Superblock superblock,
        List<BlobInfo> blobs,
        InodeTree tree,
        PrefetchTable prefetch,
        @Nullable String bootstrapBlob) {
    private static final int MAGIC_SIZE = 4;

    /**
     * Opens a bootstrap of either version. It is read in place: {@code bootstrap} must not change as long as the image
     * is used.
     */
    public static RafsImage open(ByteBuffer bootstrap) throws IOException {
        return open(bootstrap, MissingTablePolicy.FATAL);
    }

    /** Opens a bootstrap of which tables may be damaged: {@code loss} decides whether to do without them. */
    public static RafsImage open(ByteBuffer bootstrap, MissingTablePolicy loss) throws IOException {
        Bytes bytes = Bytes.of("bootstrap", bootstrap);
        if (hasMagic(bytes, V5Layout.SB_MAGIC, V5Layout.MAGIC)) {
            return of(V5Reader.open(bytes, loss));
        }
        if (hasMagic(bytes, V6Layout.SUPERBLOCK_OFFSET + V6Layout.SB_MAGIC, V6Layout.MAGIC)) {
            return of(V6Reader.open(bytes, loss));
        }
        throw new RafsFormatException(
                "not a RAFS bootstrap: neither the v5 magic at offset 0 nor the v6 magic at offset "
                        + V6Layout.SUPERBLOCK_OFFSET + ", in " + bytes.length() + " bytes");
    }

    private static RafsImage of(ImageMetadata metadata) {
        return new RafsImage(metadata.superblock(), metadata.blobs(), metadata.tree(), metadata.prefetch(), null);
    }

    /**
     * Returns the same image, whose bootstrap was taken from the blob {@code blobId}: a builder cannot know the name of
     * the blob into which it writes a bootstrap.
     */
    public RafsImage withBootstrapBlob(String blobId) {
        List<BlobInfo> named = blobs.stream()
                .map(blob -> holdsBootstrap(blob) ? blob.withId(blobId) : blob)
                .toList();
        return new RafsImage(superblock, named, tree, prefetch, blobId);
    }

    /**
     * Returns the possible algorithms of chunk digests in blob {@code blobIndex}, its own row's first: one, unless the
     * superblock or another row names the other. After a merge the rows are right; {@code nydusify optimize} puts the
     * default one into the superblock and the row of the blob that it adds, whose chunks have that of the other rows.
     */
    public Set<DigestAlgorithm> digesters(int blobIndex) {
        Set<DigestAlgorithm> digesters = new LinkedHashSet<>();
        digesters.add(blobs.get(blobIndex).digester());
        digesters.add(superblock.digester());
        blobs.forEach(blob -> digesters.add(blob.digester()));
        return digesters;
    }

    private static boolean holdsBootstrap(BlobInfo blob) {
        return blob.has(BlobFeature.INLINED_FS_META)
                && !blob.has(BlobFeature.SEPARATE)
                && !blob.has(BlobFeature.EXTERNAL);
    }

    /** Tests whether {@code bytes} start like a bootstrap of either version. */
    public static boolean isBootstrap(ByteBuffer bytes) throws RafsFormatException {
        Bytes start = Bytes.of("bootstrap", bytes);
        return hasMagic(start, V5Layout.SB_MAGIC, V5Layout.MAGIC)
                || hasMagic(start, V6Layout.SUPERBLOCK_OFFSET + V6Layout.SB_MAGIC, V6Layout.MAGIC);
    }

    private static boolean hasMagic(Bytes bytes, int offset, int magic) throws RafsFormatException {
        return bytes.length() >= offset + MAGIC_SIZE && bytes.i32(offset) == magic;
    }
}
