package dev.nydusview.registry.fetch;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What is asked of {@link ChunkDecoder}. */
interface Decoder {
    /** See {@link ChunkDecoder#decode}. */
    ByteBuffer decode(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws IOException;

    /** See {@link ChunkDecoder#verify}. */
    void verify(ChunkRef chunk, ByteBuffer plain) throws IOException;

    static Decoder of(ChunkDecoder decoder) {
        return new Decoder() {
            @Override
            public ByteBuffer decode(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws IOException {
                return decoder.decode(chunk, location, stored);
            }

            @Override
            public void verify(ChunkRef chunk, ByteBuffer plain) throws IOException {
                decoder.verify(chunk, plain);
            }
        };
    }
}
