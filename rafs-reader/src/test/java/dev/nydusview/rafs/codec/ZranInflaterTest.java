package dev.nydusview.rafs.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.RafsFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZranInflaterTest {
    private static final byte[] BEFORE = text("what the stream said before. ", 1000);
    private static final byte[] PLAIN = text("what the stream said before, and what it says now. ", 2000);

    private static byte[] text(String sentence, int times) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < times; i++) {
            text.append(i * 7919 % 1000).append(' ').append(sentence);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The upper {@code firstBits} bits of the first byte belong to the part, the others to the data before it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void startsAtAnyBit(int firstBits) throws RafsFormatException {
        byte[] dictionary = Arrays.copyOfRange(BEFORE, BEFORE.length - (32 << 10), BEFORE.length);
        byte[] deflated = deflate(dictionary);
        byte[] shifted = shifted(deflated, firstBits == 0 ? 0 : 8 - firstBits);
        int first = firstBits == 0 ? 0 : 1;
        ByteBuffer stored = ByteBuffer.wrap(shifted, first, shifted.length - first);
        assertThat(ZranInflater.inflate(stored, PLAIN.length, shifted[0], firstBits, ByteBuffer.wrap(dictionary)))
                .isEqualTo(PLAIN);
        assertThat(stored.remaining()).isEqualTo(shifted.length - first);
    }

    @Test
    void goesOnInTheNextMember() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {BEFORE, PLAIN}) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(members)) {
                gzip.write(part);
            }
        }
        ByteBuffer stored = ByteBuffer.wrap(members.toByteArray()).position(10);
        byte[] made = ZranInflater.inflate(stored, BEFORE.length + 5000, 0, 0, ByteBuffer.allocate(0));
        assertThat(Arrays.copyOfRange(made, BEFORE.length, made.length)).isEqualTo(Arrays.copyOf(PLAIN, 5000));
    }

    /** Estargz layers have such contexts: the bits are those that the last byte of a member has left. */
    @Test
    void startsWhereAMemberHasEnded() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[8]); // the trailer, which is not looked at
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(PLAIN);
        }
        ByteBuffer stored = ByteBuffer.wrap(bytes.toByteArray());
        assertThat(ZranInflater.inflate(stored, PLAIN.length, 0, 5, ByteBuffer.wrap(BEFORE, 0, 512)))
                .isEqualTo(PLAIN);
    }

    @Test
    void damagedAndCutOffDataIsRefused() {
        byte[] deflated = deflate(new byte[0]);
        ByteBuffer none = ByteBuffer.allocate(0);
        for (int length = 0; length < deflated.length; length += 101) {
            ByteBuffer cut = ByteBuffer.wrap(deflated, 0, length);
            assertThatThrownBy(() -> ZranInflater.inflate(cut, PLAIN.length, 0, 0, none))
                    .isInstanceOf(RafsFormatException.class);
        }
        ByteBuffer longer = ByteBuffer.wrap(deflated);
        assertThatThrownBy(() -> ZranInflater.inflate(longer, PLAIN.length + 1, 0, 0, none))
                .isInstanceOf(RafsFormatException.class);
        byte[] noise = new byte[1000];
        Arrays.fill(noise, (byte) 0xff);
        assertThatThrownBy(() -> ZranInflater.inflate(ByteBuffer.wrap(noise), 1000, 0xff, 3, none))
                .isInstanceOf(RafsFormatException.class);
    }

    private static byte[] deflate(byte[] dictionary) {
        Deflater deflater = new Deflater(9, true);
        deflater.setDictionary(dictionary);
        deflater.setInput(PLAIN);
        deflater.finish();
        byte[] deflated = new byte[PLAIN.length];
        int length = deflater.deflate(deflated);
        deflater.end();
        return Arrays.copyOf(deflated, length);
    }

    /** The same bits after {@code by} others, which are all ones. */
    private static byte[] shifted(byte[] bytes, int by) {
        BitSet from = BitSet.valueOf(bytes);
        BitSet to = new BitSet();
        to.set(0, by);
        from.stream().forEach(bit -> to.set(bit + by));
        return Arrays.copyOf(to.toByteArray(), bytes.length + (by == 0 ? 0 : 1));
    }
}
