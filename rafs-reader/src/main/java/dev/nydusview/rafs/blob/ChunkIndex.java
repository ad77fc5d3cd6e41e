package dev.nydusview.rafs.blob;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunk index of one v6 blob, read when it is first asked. The copy beside the bootstrap saves a request; one that
 * is not whole, or that contradicts the bootstrap about a chunk, is passed over for the blob's own. A failed read is
 * not remembered. Safe for concurrent use.
 */
public final class ChunkIndex {
    private final BlobInfo blob;
    private final BlobMetaReader reader;
    private volatile @Nullable BlobMeta meta;
    private volatile @Nullable CorruptDataException flaw;
    private boolean stored;
    private boolean storedTwice;

    public ChunkIndex(BlobInfo blob, BlobMetaReader reader) {
        this.blob = blob;
        this.reader = reader;
    }

    /** Finds where {@code chunk} is stored; corrupt if the blob's own index does not have an entry about that chunk. */
    public ChunkLocation locate(ChunkRef chunk) throws IOException {
        BlobMeta current = get();
        try {
            return current.locate(chunk);
        } catch (CorruptDataException e) {
            return passOver(current, e).locate(chunk);
        }
    }

    /** See {@link BlobMeta#neighbours}. */
    public List<ChunkNeighbour> neighbours(ChunkRef chunk) throws IOException {
        return get().neighbours(chunk);
    }

    /** Reads the index, unless it was read already. */
    public void load() throws IOException {
        get();
    }

    /** Returns the reason why the copy beside the bootstrap was ignored; null if it was not, or does not exist. */
    public @Nullable CorruptDataException flaw() {
        return flaw;
    }

    private BlobMeta get() throws IOException {
        BlobMeta present = meta;
        return present != null ? present : read();
    }

    /** Reads the index with the lock held, so that threads which need the same index read it once. */
    private synchronized BlobMeta read() throws IOException {
        BlobMeta loaded = meta;
        if (loaded == null) {
            loaded = usableCopy();
            loaded = loaded == null ? readStored() : loaded;
            meta = loaded;
        }
        return loaded;
    }

    private @Nullable BlobMeta usableCopy() throws IOException {
        if (flaw != null) {
            return null;
        }
        BlobMetaReader.checkRow(blob);
        try {
            return reader.copy(blob);
        } catch (CorruptDataException e) {
            flaw = e;
            return null;
        }
    }

    private BlobMeta readStored() throws IOException {
        BlobMeta own = reader.stored(blob);
        stored = true;
        return own;
    }

    /**
     * Puts the blob's own index in the place of {@code failed}, which may be that index once; throws {@code reason} if it
     * has been read again already.
     */
    private synchronized BlobMeta passOver(BlobMeta failed, CorruptDataException reason) throws IOException {
        BlobMeta present = meta;
        if (present != null && !present.equals(failed)) {
            return present;
        }
        if (storedTwice) {
            throw reason;
        }
        if (stored) {
            storedTwice = true;
            reader.distrust(blob);
        } else {
            flaw = reason;
        }
        meta = null;
        return read();
    }
}
