package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.ChunkInfoLayout.*;
import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.v5.V5Record;
import java.nio.ByteBuffer;

/**
 * Recomputes the digest of an inode from its direct contents: of a regular file over the digests of its chunks, of a
 * directory over those of its children, of a symlink over its target, of other types over nothing.
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
        if (record.type() == FileType.DIRECTORY && !hasChildren(i, record)) {
            return;
        }
        ByteBuffer input =
                switch (record.type()) {
                    case REGULAR -> chunks(record);
                    case DIRECTORY -> children(record);
                    case SYMLINK -> ByteBuffer.wrap(record.symlinkTarget().bytes());
                    default -> ByteBuffer.allocate(0);
                };
        Digest expected = ChunkDigester.digest(algorithm, input);
        Digest actual = record.inode().digest(I_DIGEST);
        if (!actual.equals(expected)) {
            findings.corrupt(
                    "inode-digest",
                    () -> index.place(i),
                    "has digest " + actual + ", but the digest of its contents is " + expected);
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

    /**
     * Tests whether all children are the directory's own, as they are if the last one is; if not, another check has
     * reported it.
     */
    private boolean hasChildren(int i, V5Record record) throws RafsFormatException {
        long last = record.childIndex() + record.childCount() - 1;
        return record.childCount() == 0 || (index.has(last) && index.parent((int) last) == i);
    }

    private ByteBuffer children(V5Record record) throws RafsFormatException {
        int first = (int) record.childIndex();
        int count = (int) record.childCount();
        ByteBuffer digests = ByteBuffer.allocate(count * Digest.SIZE);
        for (int child = first; child < first + count; child++) {
            digests.put(index.record(child).inode().copy(I_DIGEST, Digest.SIZE));
        }
        return digests.flip();
    }
}
