package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.ChunkVerificationException;
import dev.nydusview.rafs.Digest;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.codec.Compressor;
import dev.nydusview.rafs.codec.Decompressor;
import dev.nydusview.rafs.codec.DigestAlgorithm;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import java.nio.ByteBuffer;
import java.util.List;

/** Turns stored bytes into a verified chunk: decompress, then compare with the bootstrap's digest. No I/O, no state. */
public final class ChunkDecoder {
    private final List<BlobInfo> blobs;
    private final DigestAlgorithm digester;

    public ChunkDecoder(RafsImage image) {
        this.blobs = image.blobs();
        this.digester = image.superblock().digester();
    }

    /** The chunk whose stored bytes are {@code stored}: a read-only buffer of {@link ChunkRef#size} bytes. */
    public ByteBuffer decode(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws RafsFormatException {
        if (chunk.size() < 1 || chunk.size() > ChunkInfoLayout.MAX_CHUNK_SIZE) {
            throw new RafsFormatException(describe(chunk) + " has " + chunk.size() + " bytes");
        }
        ByteBuffer plain = ByteBuffer.wrap(decompress(chunk, location, stored));
        verify(chunk, plain);
        return plain.asReadOnlyBuffer();
    }

    private byte[] decompress(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws RafsFormatException {
        Compressor compressor =
                location.compressed() ? blobs.get(chunk.blobIndex()).compressor() : Compressor.NONE;
        try {
            return Decompressor.decompress(compressor, stored, chunk.size());
        } catch (RafsFormatException e) {
            throw new ChunkVerificationException(describe(chunk) + " at offset 0x" + Long.toHexString(location.offset())
                    + " is damaged: " + e.getMessage());
        }
    }

    /** Throws unless {@code plain} (all of its remaining bytes, which stay unread) is the chunk itself. */
    public void verify(ChunkRef chunk, ByteBuffer plain) throws ChunkVerificationException {
        Digest actual = ChunkDigester.digest(digester, plain);
        if (plain.remaining() != chunk.size() || !actual.equals(chunk.digest())) {
            throw new ChunkVerificationException(describe(chunk) + " is damaged: its " + digester + " digest is "
                    + actual + ", the image's bootstrap says " + chunk.digest());
        }
    }

    private String describe(ChunkRef chunk) {
        return "chunk " + chunk.index() + " of blob "
                + blobs.get(chunk.blobIndex()).id();
    }
}
