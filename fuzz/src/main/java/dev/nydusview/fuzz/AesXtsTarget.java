package dev.nydusview.fuzz;

import dev.nydusview.rafs.codec.AesXts;
import java.util.List;

/** An encrypted unit: key and initialization vector, then whether its size is known, then the unit. */
final class AesXtsTarget implements Target {
    private static final int BLOCK = 16;

    @Override
    public List<byte[]> seeds() {
        return List.of(new byte[3 * BLOCK + 1], new byte[4 * BLOCK + 1], new byte[5 * BLOCK + 3]);
    }

    @Override
    public void run(byte[] input) {
        if (input.length < 3 * BLOCK + 1) {
            return;
        }
        FieldReader fields = new FieldReader(input);
        AesXts cipher = new AesXts(fields.bytes(2 * BLOCK), fields.bytes(BLOCK));
        boolean known = fields.u8() % 2 != 0;
        byte[] unit = fields.rest();
        byte[] plain = cipher.decrypt(unit.clone(), known ? unit.length : -1);
        boolean padded = !known && plain.length < BLOCK && unit.length == BLOCK + 2;
        ImageProbe.check(plain.length == unit.length || padded, "decrypted to another size");
    }
}
