package dev.nydusview.rafs.v5;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.bytes.PrefetchEntries;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ImageMetadata;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.rafs.model.Superblock;
import java.io.IOException;
import java.util.List;

/** Opens v5 bootstraps. */
public final class V5Reader {
    private V5Reader() {}

    public static ImageMetadata open(Bytes bootstrap, MissingTablePolicy loss) throws IOException {
        V5Superblock record = V5Superblock.read(bootstrap);
        Superblock superblock = record.toSuperblock();
        List<BlobInfo> blobs = loss.read(
                () -> V5BlobTable.read(record.blobTable(), record.extendedBlobTable(), superblock), List.of());
        Bytes prefetch = loss.read(record::prefetchTable, bootstrap.at("v5 prefetch table", 0, 0));
        V5InodeTree tree = new V5InodeTree(bootstrap, record.inodeTable(), superblock, blobs.size());
        tree.requireKnownInodes();
        return new ImageMetadata(superblock, blobs, tree, new PrefetchEntries(prefetch));
    }
}
