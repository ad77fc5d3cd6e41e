package dev.nydusview.rafs.v6;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.PrefetchTable;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.Superblock;
import dev.nydusview.rafs.TableLoss;
import dev.nydusview.rafs.bytes.Bytes;
import java.io.IOException;
import java.util.List;

/** Opens v6 bootstraps. */
public final class V6Reader {
    private V6Reader() {}

    public static RafsImage open(Bytes bootstrap, TableLoss loss) throws IOException {
        V6Superblock record = V6Superblock.read(bootstrap);
        Superblock superblock = record.toSuperblock();
        List<BlobInfo> blobs = loss.read(() -> V6BlobTable.read(record, superblock), List.of());
        V6ChunkTable chunkTable = loss.read(
                () -> new V6ChunkTable(record.chunkTable()), new V6ChunkTable(bootstrap.at("v6 chunk table", 0, 0)));
        Bytes prefetch = loss.read(record::prefetchTable, bootstrap.at("v6 prefetch table", 0, 0));
        V6InodeTree tree = new V6InodeTree(bootstrap, record.metaOffset(), superblock, chunkTable, blobs);
        return new RafsImage(superblock, blobs, tree, new PrefetchTable(prefetch), null);
    }
}
