package dev.nydusview.check;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.layout.V6Layout;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that files of the image use, each once, sorted by blob and index: the order in which blobs store them.
 * Keeps 24 bytes for each use, which tell where to read the reference again.
 */
public final class ChunkCatalog {
    // | blob 11 | index 24 | use 28 |
    private static final int USE_BITS = 28;
    private static final int INDEX_BITS = 24;
    private static final int MAX_BLOBS = 1 << (63 - USE_BITS - INDEX_BITS);

    /** Bytes of a v6 reference, the shorter of the two kinds. */
    private static final int MIN_REFERENCE = V6Layout.CHUNK_ADDR_SIZE;

    private final InodeTree tree;
    private final int chunkSize;
    private final long maxUses;
    private long[] keyed = new long[256];
    private int[] files = new int[256];
    private long[] offsets = new long[256];
    private int[] sizes = new int[256];
    private int uses;
    private int count;
    private long bytes;
    private long skippedFiles;
    private @Nullable IOException skipped;

    private ChunkCatalog(RafsImage image, long maxUses) {
        this.maxUses = maxUses;
        this.tree = image.tree();
        this.chunkSize = image.superblock().chunkSize();
    }

    /**
     * Reads all references. Chunks whose references cannot be read are not checked, which a finding reports.
     *
     * @param bootstrapLength bytes, each of which is part of at most one reference
     */
    public static ChunkCatalog of(RafsImage image, long bootstrapLength, Findings findings) {
        ChunkCatalog catalog = new ChunkCatalog(image, Math.min(bootstrapLength / MIN_REFERENCE, 1 << USE_BITS));
        BitSet seen = new BitSet();
        TreeWalk.readable(image.tree(), (path, inode) -> {
            int number = (int) inode.number();
            if (inode.isRegular() && !seen.get(number)) {
                seen.set(number);
                catalog.add(inode);
            }
            return catalog.uses < catalog.maxUses;
        });
        if (catalog.uses == catalog.maxUses) {
            findings.corrupt(
                    "chunk-reference",
                    Location.IMAGE,
                    "files share references to chunks: there are more than the bootstrap has room for");
        }
        catalog.sort();
        IOException skipped = catalog.skipped;
        if (skipped != null) {
            findings.failed(
                    "chunk-reference",
                    Location.IMAGE,
                    skipped,
                    "chunks of " + catalog.skippedFiles + " files cannot be looked up: " + skipped.getMessage());
        }
        return catalog;
    }

    private void add(Inode file) {
        IOException failure = FileChunks.visit(tree, file, chunkSize, record -> add(file, record.chunk()));
        if (failure != null) {
            skippedFiles++;
            skipped = skipped == null ? failure : skipped;
        }
    }

    private void add(Inode file, ChunkRef chunk) {
        if (chunk.blobIndex() >= MAX_BLOBS || uses >= maxUses) {
            return;
        }
        if (uses == keyed.length) {
            grow(uses * 2);
        }
        keyed[uses] = ((long) chunk.blobIndex() << INDEX_BITS | chunk.index()) << USE_BITS | uses;
        files[uses] = (int) file.number();
        offsets[uses] = chunk.fileOffset();
        sizes[uses++] = chunk.size();
    }

    private void grow(int length) {
        keyed = Arrays.copyOf(keyed, length);
        files = Arrays.copyOf(files, length);
        offsets = Arrays.copyOf(offsets, length);
        sizes = Arrays.copyOf(sizes, length);
    }

    /** Sorts the uses; of those with equal blob and index, the first stays. */
    private void sort() {
        Arrays.sort(keyed, 0, uses);
        for (int i = 0; i < uses; i++) {
            if (count == 0 || keyed[i] >>> USE_BITS != keyed[count - 1] >>> USE_BITS) {
                keyed[count++] = keyed[i];
                bytes += sizes[use(count - 1)];
            }
        }
    }

    private int use(int i) {
        return (int) keyed[i] & (1 << USE_BITS) - 1;
    }

    /** Number of chunks. */
    public int count() {
        return count;
    }

    /** Number of references to chunks, in all files. */
    long uses() {
        return uses;
    }

    /** Bytes in all chunks together, decompressed. */
    public long bytes() {
        return bytes;
    }

    int blobIndex(int i) {
        return (int) (keyed[i] >>> (USE_BITS + INDEX_BITS));
    }

    int size(int i) {
        return sizes[use(i)];
    }

    /** The position behind the last chunk of the blob that chunk {@code i} is in. */
    int endOfBlob(int i) {
        int end = i;
        while (end < count && blobIndex(end) == blobIndex(i)) {
            end++;
        }
        return end;
    }

    ChunkRef ref(int i) throws IOException {
        Inode file = tree.inode(files[use(i)] & 0xffff_ffffL);
        List<ChunkRef> chunks = tree.chunks(file, offsets[use(i)], 1);
        return chunks.get(0);
    }
}
