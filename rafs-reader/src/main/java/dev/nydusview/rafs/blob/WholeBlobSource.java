package dev.nydusview.rafs.blob;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies blobs of which no part can be verified alone (tarfs, blobs that carry their bootstrap): before the first
 * read of one it reads it all, compares the SHA-256 with the blob's id, and remembers the digest of each piece; every
 * read after that is of whole pieces, each compared with its digest. Takes 32 bytes of memory a MiB of blob.
 */
public final class WholeBlobSource implements BlobSource {
    private static final int PIECE = 1 << 20;
    private static final int STEP = 4 * PIECE;

    private final BlobSource source;
    private final Map<String, Pieces> blobs;

    private WholeBlobSource(BlobSource source, Map<String, Pieces> blobs) {
        this.source = source;
        this.blobs = blobs;
    }

    /** {@code source} itself unless one of the blobs has to be verified as a whole. */
    public static BlobSource around(BlobSource source, List<BlobInfo> blobs) {
        Set<String> whole = blobs.stream()
                .filter(blob -> blob.has(BlobFeature.TARFS))
                .map(BlobInfo::id)
                .collect(Collectors.toSet());
        return whole.isEmpty() ? source : verifying(source, whole);
    }

    /** {@code source}, with the blobs of those ids verified as a whole. */
    public static BlobSource verifying(BlobSource source, Set<String> blobIds) {
        return new WholeBlobSource(
                source, blobIds.stream().collect(Collectors.toMap(id -> id, id -> new Pieces(id, source))));
    }

    @Override
    public long length(String blobId) throws IOException {
        return source.length(blobId);
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        Pieces pieces = blobs.get(blobId);
        return pieces == null ? source.read(blobId, offset, length) : pieces.read(offset, length);
    }

    @Override
    public void distrust(String blobId) {
        source.distrust(blobId);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** A blob. The lock is held while all of it is read, so that other readers wait for the result. */
    private static final class Pieces {
        private final String blobId;
        private final BlobSource source;
        private long length;
        private Digest[] digests = {};

        Pieces(String blobId, BlobSource source) {
            this.blobId = blobId;
            this.source = source;
        }

        ByteBuffer read(long offset, int length) throws IOException {
            var unused = twice(this::load);
            if (offset < 0 || offset > this.length - length) {
                throw new RafsFormatException("blob " + blobId + " of " + this.length + " bytes does not have " + length
                        + " bytes at offset " + offset);
            }
            return twice(() -> pieces(offset, length));
        }

        private interface Step<T> {
            T run() throws IOException;
        }

        /** Runs a step once more, from elsewhere if there is an elsewhere, before what it reads is called damaged. */
        private <T> T twice(Step<T> step) throws IOException {
            try {
                return step.run();
            } catch (ChunkVerificationException e) {
                source.distrust(blobId);
                return step.run();
            }
        }

        private ByteBuffer pieces(long offset, int length) throws IOException {
            long from = offset / PIECE * PIECE;
            long to = Math.min((offset + length + PIECE - 1) / PIECE * PIECE, this.length);
            ByteBuffer bytes = source.read(blobId, from, (int) (to - from));
            for (int at = 0; at < to - from; at += PIECE) {
                verify(from + at, bytes.slice(at, (int) Math.min(PIECE, to - from - at)));
            }
            return bytes.slice((int) (offset - from), length);
        }

        private void verify(long offset, ByteBuffer piece) throws ChunkVerificationException {
            Digest actual = ChunkDigester.digest(DigestAlgorithm.SHA256, piece);
            if (!actual.equals(digests[(int) (offset / PIECE)])) {
                throw new ChunkVerificationException("blob " + blobId + " has bytes at offset 0x"
                        + Long.toHexString(offset) + " that differ from those that were verified");
            }
        }

        private synchronized Digest[] load() throws IOException {
            if (digests.length > 0) {
                return digests;
            }
            long size = source.length(blobId);
            if (size < 1 || size > BlobInfo.MAX_COMPRESSED_SIZE) {
                throw new RafsFormatException("blob " + blobId + " has " + size + " bytes");
            }
            Digest[] found = new Digest[(int) ((size + PIECE - 1) / PIECE)];
            MessageDigest whole = Sha256.digester();
            for (long at = 0; at < size; at += STEP) {
                ByteBuffer step = source.read(blobId, at, (int) Math.min(STEP, size - at));
                whole.update(step.duplicate());
                for (int i = 0; i < step.remaining(); i += PIECE) {
                    ByteBuffer piece = step.slice(i, Math.min(PIECE, step.remaining() - i));
                    found[(int) ((at + i) / PIECE)] = ChunkDigester.digest(DigestAlgorithm.SHA256, piece);
                }
            }
            String actual = Sha256.finish(whole).hex();
            if (!actual.equals(blobId)) {
                throw new ChunkVerificationException("blob " + blobId + " is damaged: its sha256 digest is " + actual
                        + ", and its parts cannot be verified one by one");
            }
            length = size;
            digests = found;
            return found;
        }
    }
}
