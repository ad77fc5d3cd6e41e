package dev.nydusview.rafs.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.RafsFormatException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Decompresses one chunk, or one chunk index, into exactly as many bytes as the image records. */
public final class Decompressor {
    private Decompressor() {}

    /**
     * Returns the {@code size} bytes that {@code stored} decompresses to; corrupt if it is damaged, or makes more or
     * fewer. The caller has bounded {@code size}.
     */
    public static byte[] decompress(Compressor compressor, ByteBuffer stored, int size) throws RafsFormatException {
        byte[] input = new byte[stored.remaining()];
        stored.get(stored.position(), input);
        byte[] output = compressor == Compressor.NONE ? input : new byte[size];
        int made =
                switch (compressor) {
                    case NONE -> input.length;
                    case LZ4_BLOCK -> lz4(input, output);
                    case GZIP -> gzip(input, output);
                    case ZSTD -> zstd(input, output);
                };
        if (made != size) {
            throw new RafsFormatException(
                    compressor + " data of " + input.length + " bytes decompresses to " + made + " bytes, not " + size);
        }
        return output;
    }

    private static int lz4(byte[] input, byte[] output) throws RafsFormatException {
        try {
            return LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(input, 0, input.length, output, 0, output.length);
        } catch (LZ4Exception e) {
            throw new RafsFormatException("damaged lz4 data: " + e.getMessage());
        }
    }

    private static int zstd(byte[] input, byte[] output) throws RafsFormatException {
        try {
            return (int) Zstd.decompress(output, input);
        } catch (ZstdException e) {
            throw new RafsFormatException("damaged zstd data: " + e.getMessage());
        }
    }

    /** Decompresses one gzip member; its trailer is ignored, as the digest of the result decides. */
    private static int gzip(byte[] input, byte[] output) throws RafsFormatException {
        int header = GzipHeader.length(input);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(input, header, input.length - header);
            int made = 0;
            while (made < output.length && !inflater.finished()) {
                int count = inflater.inflate(output, made, output.length - made);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                made += count;
            }
            return made;
        } catch (DataFormatException e) {
            throw new RafsFormatException("damaged gzip data: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
