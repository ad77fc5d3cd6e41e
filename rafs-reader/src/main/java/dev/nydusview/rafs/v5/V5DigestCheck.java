package dev.nydusview.rafs.v5;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;
import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.rafs.Digest;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.check.Findings;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.codec.DigestAlgorithm;
import java.nio.ByteBuffer;

/**
 * Recomputes the digest of an inode from what is directly below it: a regular file's is over the digests of its
 * chunks, a directory's over those of its children, a symlink's over its target, all others' over nothing.
 */
final class V5DigestCheck {
    private final V5Index index;
    private final DigestAlgorithm algorithm;
    private final Findings findings;

    V5DigestCheck(V5Index index, DigestAlgorithm algorithm, Findings findings) {
        this.index = index;
        this.algorithm = algorithm;
        this.findings = findings;
    }

    void check(int i, V5Record record) throws RafsFormatException {
        ByteBuffer input =
                switch (record.type()) {
                    case REGULAR -> chunks(record);
                    case DIRECTORY -> children(i, record);
                    case SYMLINK -> ByteBuffer.wrap(record.symlinkTarget().bytes());
                    default -> ByteBuffer.allocate(0);
                };
        Digest expected = ChunkDigester.digest(algorithm, input);
        Digest actual = record.inode().digest(I_DIGEST);
        if (!actual.equals(expected)) {
            findings.corrupt(
                    "inode-digest",
                    () -> index.place(i),
                    "has digest " + actual + " where its content makes " + expected);
        }
    }

    private static ByteBuffer chunks(V5Record record) throws RafsFormatException {
        Bytes chunks = record.chunks(CHUNK_INFO_SIZE);
        ByteBuffer digests = ByteBuffer.allocate((int) (chunks.length() / CHUNK_INFO_SIZE * Digest.SIZE));
        for (long at = 0; at < chunks.length(); at += CHUNK_INFO_SIZE) {
            digests.put(chunks.copy(at + BLOCK_ID, Digest.SIZE));
        }
        return digests.flip();
    }

    /** Only the range is known to be sound if the first child has been adopted; a finding says so otherwise. */
    private ByteBuffer children(int i, V5Record record) throws RafsFormatException {
        long first = record.childIndex();
        long count = record.childCount();
        if (count > 0 && !(index.has(first) && index.has(first + count - 1))) {
            throw record.inode().fault("has no range of children to compute a digest from");
        }
        ByteBuffer digests = ByteBuffer.allocate((int) count * Digest.SIZE);
        for (int child = (int) first; child < first + count; child++) {
            if (index.parent(child) != i) {
                throw record.inode().fault("shares children, so that it has no digest of its own");
            }
            digests.put(index.record(child).inode().copy(I_DIGEST, Digest.SIZE));
        }
        return digests.flip();
    }
}
