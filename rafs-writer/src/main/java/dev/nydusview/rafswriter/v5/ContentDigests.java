package dev.nydusview.rafswriter.v5;

import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The digest that each record has of its file's contents: of the digests of its chunks, of the target of a symlink, of the
 * digests of the entries of a directory, of nothing for others. 32 bytes for each place.
 */
final class ContentDigests {
    private static final int FIRST_CAPACITY = 1 << 10;

    private final DigestAlgorithm algorithm;
    private byte[] digests = new byte[FIRST_CAPACITY * Digest.SIZE];

    ContentDigests(DigestAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /** Keeps the digest of {@code content} for a place. */
    void set(int place, ByteBuffer content) {
        int at = place * Digest.SIZE;
        if (at >= digests.length) {
            digests = Arrays.copyOf(digests, digests.length * 2);
        }
        byte[] digest = ChunkDigester.digest(algorithm, content).toBytes();
        System.arraycopy(digest, 0, digests, at, Digest.SIZE);
    }

    /** Keeps the digest of a directory, whose {@code count} entries have theirs, the first at {@code firstChild}. */
    void setDirectory(int place, int firstChild, int count) {
        set(place, ByteBuffer.wrap(digests, firstChild * Digest.SIZE, count * Digest.SIZE));
    }

    Digest get(int place) {
        return Digest.of(digests, place * Digest.SIZE);
    }
}
