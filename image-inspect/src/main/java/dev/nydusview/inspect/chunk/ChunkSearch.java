package dev.nydusview.inspect.chunk;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Searches all files for the chunks of a query. */
public final class ChunkSearch {
    private final RafsImage image;
    private final ChunkQuery query;
    private final ChunkDescriber describer;
    private final TreeWalk.Damage damage;

    /** Chunks found, by blob and index, which is the order of the blobs' uncompressed address spaces. */
    private final Map<Long, ChunkUses> found = new TreeMap<>();

    private ChunkSearch(RafsImage image, ChunkLocator locator, ChunkQuery query, TreeWalk.Damage damage) {
        this.image = image;
        this.query = query;
        this.describer = new ChunkDescriber(image, locator);
        this.damage = damage;
    }

    /** Finds the chunks that files use and {@code query} asks for. */
    public static List<ChunkUses> run(RafsImage image, ChunkLocator locator, ChunkQuery query, TreeWalk.Damage damage)
            throws IOException {
        ChunkSearch search = new ChunkSearch(image, locator, query, damage);
        TreeWalk.all(image.tree(), search::visit, damage);
        return List.copyOf(search.found.values());
    }

    private boolean visit(EntryPath path, Inode file) throws IOException {
        int chunkSize = image.superblock().chunkSize();
        IOException failure = FileChunks.visit(image.tree(), file, chunkSize, record -> consider(path, file, record));
        if (failure != null) {
            damage.at(path, failure);
        }
        return true;
    }

    private void consider(EntryPath path, Inode file, ChunkRecord record) {
        ChunkRef chunk = record.chunk();
        if (!query.wants(chunk.blobIndex())) {
            return;
        }
        long key = (long) chunk.blobIndex() << Integer.SIZE | chunk.index();
        ChunkUses uses = found.get(key);
        if (uses == null) {
            ChunkDetails details = describer.describe(record);
            if (!query.wants(details)) {
                return;
            }
            uses = new ChunkUses(details, new ArrayList<>());
            found.put(key, uses);
        }
        uses.files().add(new ChunkUses.Use(path.toString(), file.number(), chunk.fileOffset()));
    }
}
