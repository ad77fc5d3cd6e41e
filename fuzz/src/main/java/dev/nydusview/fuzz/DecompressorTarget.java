package dev.nydusview.fuzz;

import dev.nydusview.rafs.codec.Decompressor;
import dev.nydusview.rafs.model.Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A stored chunk: one byte for the algorithm, three for the size that it should have, then its bytes. */
final class DecompressorTarget implements Target {
    private static final List<Compressor> COMPRESSORS = List.of(Compressor.values());

    private static final int MAX_SIZE = 1 << 20;
    /** {@code hello hello hello hello}, LF, in a frame of zstd and in a block of LZ4. */
    private static final String ZSTD = "28b52ffd0418550000306f68656c6c6f200a0100e4dd2d4b5fae1d";

    private static final String LZ4 = "6f68656c6c6f200600016020" + "68656c6c6f0a";

    @Override
    public List<byte[]> seeds() throws IOException {
        byte[] plain = "hello hello hello hello\n".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        return List.of(
                seed(Compressor.NONE, plain.length, plain),
                seed(Compressor.GZIP, plain.length, gzip.toByteArray()),
                seed(Compressor.LZ4_BLOCK, plain.length, HexFormat.of().parseHex(LZ4)),
                seed(Compressor.ZSTD, plain.length, HexFormat.of().parseHex(ZSTD)));
    }

    private static byte[] seed(Compressor compressor, int size, byte[] stored) {
        return ByteBuffer.allocate(4 + stored.length)
                .put((byte) compressor.code())
                .put((byte) size)
                .put((byte) (size >> 8))
                .put((byte) (size >> 16))
                .put(stored)
                .array();
    }

    @Override
    public void run(byte[] input) throws IOException {
        FieldReader fields = new FieldReader(input);
        Compressor compressor = COMPRESSORS.get(fields.u8() % COMPRESSORS.size());
        int size = fields.u24() % MAX_SIZE;
        byte[] plain = Decompressor.decompress(compressor, ByteBuffer.wrap(fields.rest()), size);
        ImageProbe.check(plain.length == size, "decompressed to another size");
    }
}
