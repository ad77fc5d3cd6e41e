package dev.nydusview.inspect.diff;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Chunks of one image that another does not have.
 *
 * @param storedBytes sum of their stored sizes, as recorded
 */
record NewChunks(long count, long storedBytes) {
    static NewChunks of(RafsImage before, RafsImage after, boolean comparable, TreeWalk.Damage damage)
            throws IOException {
        Set<Digest> known = new HashSet<>();
        if (comparable) {
            each(before, record -> known.add(record.chunk().digest()), damage);
        }
        known.remove(Digest.ZERO);
        long[] sums = new long[2];
        Set<Long> unnamed = new HashSet<>();
        each(
                after,
                record -> {
                    Digest digest = record.chunk().digest();
                    long place = (long) record.chunk().blobIndex() << Integer.SIZE
                            | record.chunk().index();
                    if (digest.isZero() ? unnamed.add(place) : known.add(digest)) {
                        sums[0]++;
                        sums[1] += record.storedSize();
                    }
                },
                damage);
        return new NewChunks(sums[0], sums[1]);
    }

    private static void each(RafsImage image, Consumer<ChunkRecord> consumer, TreeWalk.Damage damage)
            throws IOException {
        TreeWalk.Visitor visitor = (path, inode) -> {
            int chunkSize = image.superblock().chunkSize();
            IOException failure = FileChunks.visit(image.tree(), inode, chunkSize, consumer);
            if (failure != null) {
                damage.at(path, failure);
            }
            return true;
        };
        TreeWalk.all(image.tree(), visitor, damage);
    }
}
