package dev.nydusview.rafs.codec;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Digests whole chunks. */
public final class ChunkDigester {
    /** Bytes of a copy that each thread keeps for the next one: as many as chunks have by default. */
    private static final int SCRATCH = 1 << 20;

    private static final int SMALL_SCRATCH = 1 << 16;

    private static final ThreadLocal<byte[]> COPIES = ThreadLocal.withInitial(() -> new byte[0]);

    private ChunkDigester() {}

    /** The digest of all remaining bytes, which stay unread. */
    public static Digest digest(DigestAlgorithm algorithm, ByteBuffer bytes) {
        return switch (algorithm) {
            case BLAKE3 -> blake3(bytes);
            case SHA256 -> sha256(bytes);
        };
    }

    private static Digest blake3(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (bytes.hasArray()) {
            return Blake3.digest(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        }
        byte[] copy = length <= SCRATCH ? scratch(length) : new byte[length];
        bytes.get(bytes.position(), copy, 0, length);
        return Blake3.digest(copy, 0, length);
    }

    private static byte[] scratch(int length) {
        byte[] held = COPIES.get();
        if (held.length < length) {
            held = new byte[length <= SMALL_SCRATCH ? SMALL_SCRATCH : SCRATCH];
            COPIES.set(held);
        }
        return held;
    }

    private static Digest sha256(ByteBuffer bytes) {
        MessageDigest digest = Sha256.digester();
        digest.update(bytes.duplicate());
        return Digest.of(digest.digest(), 0);
    }
}
