package dev.nydusview.rafswriter.blob;

import com.github.luben.zstd.Zstd;
import dev.nydusview.rafs.model.Compressor;
import net.jpountz.lz4.LZ4Factory;

/** Compresses chunks and chunk indexes. */
final class ChunkCompressor {
    private static final int ZSTD_LEVEL = Zstd.defaultCompressionLevel();

    private ChunkCompressor() {}

    /** Returns the compressed bytes, or {@code plain} itself if they would not be fewer. */
    static byte[] compress(Compressor compressor, byte[] plain) {
        byte[] compressed =
                switch (compressor) {
                    case NONE -> plain;
                    case ZSTD -> Zstd.compress(plain, ZSTD_LEVEL);
                    case LZ4_BLOCK -> LZ4Factory.safeInstance().fastCompressor().compress(plain);
                    case GZIP -> throw new IllegalArgumentException("chunks compressed by gzip");
                };
        return compressed.length < plain.length ? compressed : plain;
    }
}
