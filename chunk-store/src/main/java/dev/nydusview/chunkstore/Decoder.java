package dev.nydusview.chunkstore;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What is asked of {@link ChunkDecoder}. */
interface Decoder {
    /** See {@link ChunkDecoder#unpack}. */
    ByteBuffer unpack(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws IOException;

    /** See {@link ChunkDecoder#cut}. */
    ByteBuffer cut(ChunkRef chunk, ChunkLocation location, ByteBuffer unpacked) throws IOException;

    /** See {@link ChunkDecoder#verify}. */
    void verify(ChunkRef chunk, ByteBuffer plain) throws IOException;

    static Decoder of(ChunkDecoder decoder) {
        return new Decoder() {
            @Override
            public ByteBuffer unpack(ChunkRef chunk, ChunkLocation location, ByteBuffer stored) throws IOException {
                return decoder.unpack(chunk, location, stored);
            }

            @Override
            public ByteBuffer cut(ChunkRef chunk, ChunkLocation location, ByteBuffer unpacked) throws IOException {
                return decoder.cut(chunk, location, unpacked);
            }

            @Override
            public void verify(ChunkRef chunk, ByteBuffer plain) throws IOException {
                decoder.verify(chunk, plain);
            }
        };
    }
}
