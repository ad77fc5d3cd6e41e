package dev.nydusview.scan.profile;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The chunks of an image, in the order of a walk. */
final class AllChunks {
    private static final int MAX_CHUNKS = 1 << 20;

    private AllChunks() {}

    static List<ChunkRef> of(RafsImage image) {
        List<ChunkRef> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        TreeWalk.readable(image.tree(), (path, inode) -> {
            if (inode.isRegular() && inode.size() > 0 && (inode.nlink() < 2 || seen.add(inode.number()))) {
                try {
                    long most = (long) MAX_CHUNKS * image.superblock().chunkSize();
                    all.addAll(image.tree().chunks(inode, 0, Math.min(inode.size(), most)));
                } catch (IOException e) {
                    // A scanner that reads the file will get the failure.
                }
            }
            return all.size() < MAX_CHUNKS;
        });
        return all;
    }
}
