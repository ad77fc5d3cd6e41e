package dev.nydusview.rafs.chunk;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobCipher;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.codec.Decompressor;
import dev.nydusview.rafs.codec.ZranInflater;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.DigestAlgorithm;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.StoredForm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Turns stored bytes into a verified chunk: decrypt, decompress, cut out, then compare with the bootstrap's digest. No
 * I/O, no state.
 */
public final class ChunkDecoder {
    private final List<BlobInfo> blobs;
    /** Digest algorithms by blob index. */
    private final List<Set<DigestAlgorithm>> digesters;

    public ChunkDecoder(RafsImage image) {
        this.blobs = image.blobs();
        this.digesters =
                blobs.stream().map(blob -> image.digesters(blob.index())).toList();
    }

    /**
     * Decodes the chunk with the stored bytes {@code stored}; returns a read-only buffer of {@link ChunkRef#size}
     * bytes.
     */
    public ByteBuffer decode(ChunkRef chunk, ChunkLocation location, ByteBuffer stored)
            throws RafsFormatException, UnsupportedFeatureException {
        return cut(chunk, location, unpack(chunk, location, stored));
    }

    /**
     * Unpacks {@code stored}: to the chunk, or several where the location's form is {@link StoredForm.Shared}. Not yet
     * verified.
     */
    public ByteBuffer unpack(ChunkRef chunk, ChunkLocation location, ByteBuffer stored)
            throws RafsFormatException, UnsupportedFeatureException {
        if (chunk.size() < 1 || chunk.size() > ChunkInfoLayout.MAX_CHUNK_SIZE) {
            throw new RafsFormatException(describe(chunk) + " has " + chunk.size() + " bytes");
        }
        try {
            return ByteBuffer.wrap(unpack(blobs.get(chunk.blobIndex()), chunk.size(), location.form(), stored));
        } catch (RafsFormatException e) {
            throw new ChunkVerificationException(describe(chunk, location) + " is damaged: " + e.getMessage());
        }
    }

    /** Cuts the chunk out of the result of {@link #unpack}, verified and read-only. */
    public ByteBuffer cut(ChunkRef chunk, ChunkLocation location, ByteBuffer unpacked)
            throws ChunkVerificationException {
        ByteBuffer plain = location.form() instanceof StoredForm.Shared shared
                ? unpacked.slice(shared.start(), chunk.size())
                : unpacked;
        verify(chunk, plain, () -> describe(chunk, location));
        return plain.asReadOnlyBuffer();
    }

    private static byte[] unpack(BlobInfo blob, int size, StoredForm form, ByteBuffer stored)
            throws RafsFormatException, UnsupportedFeatureException {
        if (form instanceof StoredForm.ZranContext context) {
            return ZranInflater.inflate(
                    stored, context.plainSize(), context.firstByte(), context.firstBits(), context.dictionary());
        }
        if (form instanceof StoredForm.Batch batch) {
            ByteBuffer whole = batch.encrypted() ? decrypted(blob, stored, batch.plainSize()) : stored;
            boolean compressed = whole.remaining() != batch.plainSize();
            return Decompressor.decompress(compressed ? blob.compressor() : Compressor.NONE, whole, batch.plainSize());
        }
        StoredForm.Alone alone = (StoredForm.Alone) form;
        ByteBuffer whole = alone.encrypted() ? decrypted(blob, stored, alone.compressed() ? -1 : size) : stored;
        return Decompressor.decompress(alone.compressed() ? blob.compressor() : Compressor.NONE, whole, size);
    }

    private static ByteBuffer decrypted(BlobInfo blob, ByteBuffer stored, int expected)
            throws UnsupportedFeatureException {
        byte[] unit = new byte[stored.remaining()];
        stored.get(stored.position(), unit);
        return ByteBuffer.wrap(BlobCipher.of(blob).decrypt(unit, expected));
    }

    /**
     * Requires that {@code plain} (all of its remaining bytes, which stay unread) is the chunk. The chunks of a {@link
     * BlobFeature#TARFS} blob have no digest: their blob is verified as a whole when it is read. If there are two
     * {@linkplain RafsImage#digesters algorithms}, both of 256 bits, a match by either verifies the chunk.
     */
    public void verify(ChunkRef chunk, ByteBuffer plain) throws ChunkVerificationException {
        verify(chunk, plain, () -> describe(chunk));
    }

    private void verify(ChunkRef chunk, ByteBuffer plain, Supplier<String> description)
            throws ChunkVerificationException {
        BlobInfo blob = blobs.get(chunk.blobIndex());
        if (blob.has(BlobFeature.TARFS) && chunk.digest().isZero()) {
            return;
        }
        if (plain.remaining() != chunk.size() || !isDigested(chunk, plain)) {
            throw new ChunkVerificationException(description.get() + " is damaged: its " + blob.digester()
                    + " digest is " + ChunkDigester.digest(blob.digester(), plain)
                    + ", the image's bootstrap says " + chunk.digest());
        }
    }

    private boolean isDigested(ChunkRef chunk, ByteBuffer plain) {
        for (DigestAlgorithm digester : digesters.get(chunk.blobIndex())) {
            if (ChunkDigester.digest(digester, plain).equals(chunk.digest())) {
                return true;
            }
        }
        return false;
    }

    private String describe(ChunkRef chunk, ChunkLocation location) {
        return describe(chunk) + " at offset 0x" + Long.toHexString(location.offset());
    }

    private String describe(ChunkRef chunk) {
        return "chunk " + chunk.index() + " of blob "
                + blobs.get(chunk.blobIndex()).id();
    }
}
