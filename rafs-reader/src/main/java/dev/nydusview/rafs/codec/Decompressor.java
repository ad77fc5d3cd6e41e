package dev.nydusview.rafs.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.RafsFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Decompresses one chunk, or one chunk index, into exactly as many bytes as the image records. */
public final class Decompressor {
    /** Contexts to be used again, as a new one costs more than a small chunk. */
    private static final BlockingQueue<ZstdDecompressCtx> ZSTD_CONTEXTS = new ArrayBlockingQueue<>(8);

    private Decompressor() {}

    /**
     * Returns the {@code size} bytes that {@code stored} decompresses to; corrupt if it is damaged, or makes more or
     * fewer. The caller has bounded {@code size}.
     */
    public static byte[] decompress(Compressor compressor, ByteBuffer stored, int size) throws RafsFormatException {
        Input input = Input.of(stored);
        byte[] output = new byte[size];
        int made =
                switch (compressor) {
                    case NONE -> input.copyTo(output);
                    case LZ4_BLOCK -> lz4(input, output);
                    case GZIP -> gzip(input.copy(), output);
                    case ZSTD -> zstd(input, output);
                };
        if (made != size) {
            throw new RafsFormatException(compressor + " data of " + input.length() + " bytes decompresses to " + made
                    + " bytes, not " + size);
        }
        return output;
    }

    /** Bytes to be decompressed, in an array that may hold others as well. */
    @SuppressWarnings("ArrayRecordComponent") // compared with no other
    private record Input(byte[] array, int offset, int length) {
        static Input of(ByteBuffer bytes) {
            int length = bytes.remaining();
            if (bytes.hasArray()) {
                return new Input(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
            }
            byte[] copy = new byte[length];
            bytes.get(bytes.position(), copy);
            return new Input(copy, 0, length);
        }

        byte[] copy() {
            return Arrays.copyOfRange(array, offset, offset + length);
        }

        /** Copies as many bytes as there is room for, and returns how many there are. */
        int copyTo(byte[] output) {
            System.arraycopy(array, offset, output, 0, Math.min(length, output.length));
            return length;
        }
    }

    private static int lz4(Input input, byte[] output) throws RafsFormatException {
        try {
            return LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(input.array, input.offset, input.length, output, 0, output.length);
        } catch (LZ4Exception e) {
            throw new RafsFormatException("damaged lz4 data: " + e.getMessage());
        }
    }

    private static int zstd(Input input, byte[] output) throws RafsFormatException {
        ZstdDecompressCtx held = ZSTD_CONTEXTS.poll();
        ZstdDecompressCtx context = held == null ? new ZstdDecompressCtx() : held;
        try {
            return context.decompressByteArray(output, 0, output.length, input.array, input.offset, input.length);
        } catch (ZstdException e) {
            throw new RafsFormatException("damaged zstd data: " + e.getMessage());
        } finally {
            if (!ZSTD_CONTEXTS.offer(context)) {
                context.close();
            }
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
