package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.codec.DigestAlgorithm;
import java.io.IOException;
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
    public ByteBuffer decode(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws IOException {
        throw new UnsupportedFeatureException("not built yet" + blobs.size());
    }

    /** Throws unless {@code plain} (all of its remaining bytes, which stay unread) is the chunk itself. */
    public void verify(ChunkRef chunk, ByteBuffer plain) throws IOException {
        throw new UnsupportedFeatureException("not built yet" + digester);
    }
}
