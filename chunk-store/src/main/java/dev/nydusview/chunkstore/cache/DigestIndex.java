package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Index by digest of the chunks of all blobs: a hash table of a fixed size in a sparse file, which all processes share
 * without locks. An entry is a hint: it may be of another chunk whose digest begins alike, its chunk may be gone, and it
 * is overwritten when its bucket is full. So whatever it leads to has to be verified.
 */
final class DigestIndex implements Closeable {
    private static final int BUCKETS = 1 << 17;
    private static final int SLOTS = 4;
    private static final int SLOT = 64;
    private static final int BUCKET = SLOTS * SLOT;

    /** Offsets in a slot: of 8 bytes of the digest, the blob's id, the chunk's place in its data, index and size. */
    private static final int BLOB = 8;

    private static final int OFFSET = 40;
    private static final int INDEX = 48;
    private static final int SIZE = 52;

    private final SharedFile file;
    /** An index that cannot be read or written is not tried again by this process. */
    private volatile boolean isBroken;

    DigestIndex(CacheLayout layout) {
        this.file = new SharedFile(layout.digests(), true);
    }

    /** Place of a chunk in the data of a blob. */
    record Place(String blobId, int index, long offset) {}

    /** Returns a place at which a chunk with this digest and size may be; null if none is known. */
    @Nullable
    Place find(Digest digest, int size) {
        if (isBroken) {
            return null;
        }
        try {
            ByteBuffer bucket = bucket(digest);
            for (int slot = 0; slot < BUCKET; slot += SLOT) {
                if (bucket.getInt(slot + SIZE) == size && bucket.getLong(slot) == tag(digest)) {
                    byte[] blob = new byte[Digest.SIZE];
                    bucket.get(slot + BLOB, blob);
                    return new Place(
                            HexFormat.of().formatHex(blob), bucket.getInt(slot + INDEX), bucket.getLong(slot + OFFSET));
                }
            }
        } catch (IOException e) {
            isBroken = true;
        }
        return null;
    }

    /** Notes that {@code chunk} is in the data of the blob; blobs without a digest as their id are not noted. */
    void put(String blobId, ChunkRef chunk) {
        if (isBroken || chunk.digest().isZero() || !Sha256.isHex(blobId)) {
            return;
        }
        ByteBuffer entry = ByteBuffer.allocate(SLOT)
                .putLong(tag(chunk.digest()))
                .put(HexFormat.of().parseHex(blobId))
                .putLong(chunk.uncompressedOffset())
                .putInt(chunk.index())
                .putInt(chunk.size())
                .clear();
        try {
            Digest digest = chunk.digest();
            file.write(entry, position(digest) + slotFor(bucket(digest), tag(digest)));
        } catch (IOException e) {
            isBroken = true;
        }
    }

    /** Gives up the entry for a digest that has led to other bytes. */
    void remove(Digest digest) {
        if (isBroken) {
            return;
        }
        try {
            ByteBuffer bucket = bucket(digest);
            for (int slot = 0; slot < BUCKET; slot += SLOT) {
                if (bucket.getLong(slot) == tag(digest)) {
                    file.write(ByteBuffer.allocate(SLOT), position(digest) + slot);
                }
            }
        } catch (IOException e) {
            isBroken = true;
        }
    }

    private ByteBuffer bucket(Digest digest) throws IOException {
        ByteBuffer bucket = ByteBuffer.allocate(BUCKET);
        file.read(bucket, position(digest)); // zeros remain where the file ends
        return bucket;
    }

    /** The slot that has the digest already, an empty one, or one that is given up. */
    private static int slotFor(ByteBuffer bucket, long tag) {
        int empty = -1;
        for (int slot = 0; slot < BUCKET; slot += SLOT) {
            if (bucket.getLong(slot) == tag) {
                return slot;
            }
            if (empty < 0 && bucket.getInt(slot + SIZE) == 0) {
                empty = slot;
            }
        }
        return empty >= 0 ? empty : (int) (tag & SLOTS - 1) * SLOT;
    }

    private static long position(Digest digest) {
        return (digest.word0() & BUCKETS - 1) * BUCKET;
    }

    private static long tag(Digest digest) {
        return digest.word1();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
