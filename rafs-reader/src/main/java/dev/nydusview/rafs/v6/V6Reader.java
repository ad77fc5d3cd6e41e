package dev.nydusview.rafs.v6;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.PrefetchTable;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.Superblock;
import dev.nydusview.rafs.bytes.Bytes;
import java.io.IOException;
import java.util.List;

/** Opens v6 bootstraps. */
public final class V6Reader {
    private V6Reader() {}

    public static RafsImage open(Bytes bootstrap) throws IOException {
        V6Superblock record = V6Superblock.read(bootstrap);
        Superblock superblock = record.toSuperblock();
        List<BlobInfo> blobs = V6BlobTable.read(record, superblock);
        V6ChunkTable chunkTable = new V6ChunkTable(record.chunkTable());
        V6InodeTree tree = new V6InodeTree(bootstrap, record.metaOffset(), superblock, chunkTable, blobs);
        return new RafsImage(superblock, blobs, tree, new PrefetchTable(record.prefetchTable()), null);
    }
}
