package dev.nydusview.fuzz;

import dev.nydusview.rafs.codec.ZranInflater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Part of a gzip stream: first bits and byte, size, a dictionary in units of 128 bytes, then the stored bytes. */
final class ZranTarget implements Target {
    private static final int MAX_SIZE = 1 << 20;
    private static final int DICTIONARY_UNIT = 128;

    @Override
    public List<byte[]> seeds() throws IOException {
        byte[] plain = "abcabcabcabc".repeat(20).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(raw, new Deflater(9, true))) {
            out.write(plain);
        }
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(raw.toByteArray());
        members.write(new byte[8]);
        try (GZIPOutputStream out = new GZIPOutputStream(members)) {
            out.write(plain);
        }
        return List.of(seed(0, plain.length, raw.toByteArray()), seed(0, 2 * plain.length, members.toByteArray()));
    }

    private static byte[] seed(int bits, int size, byte[] stored) {
        return ByteBuffer.allocate(6 + stored.length)
                .put((byte) bits)
                .put((byte) 0)
                .put((byte) size)
                .put((byte) (size >> 8))
                .put((byte) (size >> 16))
                .put((byte) 0)
                .put(stored)
                .array();
    }

    @Override
    public void run(byte[] input) throws IOException {
        FieldReader fields = new FieldReader(input);
        int bits = fields.u8() % Byte.SIZE;
        int firstByte = fields.u8();
        int size = fields.u24() % MAX_SIZE;
        ByteBuffer dictionary = ByteBuffer.wrap(fields.bytes(fields.u8() * DICTIONARY_UNIT));
        byte[] plain = ZranInflater.inflate(ByteBuffer.wrap(fields.rest()), size, firstByte, bits, dictionary);
        ImageProbe.check(plain.length == size, "inflated to another size");
    }
}
