package dev.nydusview.rafs.v6;

import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.bytes.PrefetchEntries;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ImageMetadata;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.rafs.model.Superblock;
import java.io.IOException;
import java.util.List;

/** Opens v6 bootstraps. */
public final class V6Reader {
    private V6Reader() {}

    public static ImageMetadata open(Bytes bootstrap, MissingTablePolicy loss) throws IOException {
        V6Superblock record = V6Superblock.read(bootstrap);
        Superblock superblock = record.toSuperblock();
        List<BlobInfo> blobs = loss.read(() -> V6BlobTable.read(record, superblock), List.of());
        V6ChunkTable chunkTable = loss.read(
                () -> new V6ChunkTable(record.chunkTable()), new V6ChunkTable(bootstrap.at("v6 chunk table", 0, 0)));
        Bytes prefetch = loss.read(record::prefetchTable, bootstrap.at("v6 prefetch table", 0, 0));
        V6InodeTree tree = new V6InodeTree(bootstrap, record.metaOffset(), superblock, chunkTable, blobs);
        return new ImageMetadata(superblock, blobs, tree, new PrefetchEntries(prefetch));
    }
}
