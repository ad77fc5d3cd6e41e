package dev.nydusview.rafs.codec;

import dev.nydusview.rafs.model.RafsFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses part of a gzip stream from an access point, which may be at any bit and has the output before it. Source: zran of
 * zlib's examples, and zlib_random.rs of nydus.
 */
public final class ZranInflater {
    private static final int TRAILER = 8;

    /**
     * Blocks of deflate that make no output, by the number of bits that they fill modulo 8. The inflater of the JDK
     * takes no bits before the first byte, but these shift what follows to where it would be.
     */
    private static final byte[][] FILLERS = fillers();

    private ZranInflater() {}

    /**
     * The {@code size} bytes that {@code stored} makes.
     *
     * @param firstBits the number of bits of {@code firstByte}, its upper ones, that come before {@code stored}: 0 to 7
     * @param dictionary up to 32 KiB of output that came before
     */
    public static byte[] inflate(ByteBuffer stored, int size, int firstByte, int firstBits, ByteBuffer dictionary)
            throws RafsFormatException {
        byte[] input = new byte[stored.remaining()];
        stored.get(stored.position(), input);
        Inflater inflater = new Inflater(true);
        try {
            start(inflater, firstByte, firstBits, dictionary);
            inflater.setInput(input);
            return inflate(inflater, input, size);
        } catch (DataFormatException e) {
            return betweenMembers(inflater, input, size, e);
        } finally {
            inflater.end();
        }
    }

    /** Builders also put access points where a member has ended, in streams of many small ones (estargz). */
    private static byte[] betweenMembers(Inflater inflater, byte[] input, int size, DataFormatException fault)
            throws RafsFormatException {
        try {
            if (GzipHeader.startsAt(input, TRAILER)) {
                nextMember(inflater, input, TRAILER);
                return inflate(inflater, input, size);
            }
        } catch (DataFormatException e) {
            fault.addSuppressed(e);
        }
        throw new RafsFormatException("damaged gzip data: " + fault.getMessage());
    }

    private static void start(Inflater inflater, int firstByte, int firstBits, ByteBuffer dictionary)
            throws DataFormatException {
        if (firstBits != 0) {
            byte[] prefix = FILLERS[Byte.SIZE - firstBits].clone();
            prefix[prefix.length - 1] |=
                    (byte) ((firstByte & 0xff) >>> (Byte.SIZE - firstBits) << (Byte.SIZE - firstBits));
            inflater.setInput(prefix);
            inflater.inflate(new byte[1]);
        }
        if (dictionary.hasRemaining()) {
            inflater.setDictionary(dictionary.duplicate());
        }
    }

    /** A layer may be several gzip members, one behind the other. */
    private static byte[] inflate(Inflater inflater, byte[] input, int size)
            throws DataFormatException, RafsFormatException {
        byte[] output = new byte[size];
        int made = 0;
        while (made < size) {
            int count = inflater.inflate(output, made, size - made);
            made += count;
            if (inflater.finished() && made < size) {
                nextMember(inflater, input, input.length - inflater.getRemaining() + TRAILER);
            } else if (count == 0) {
                throw new RafsFormatException(
                        "gzip data of " + input.length + " bytes decompresses to " + made + " bytes, not " + size);
            }
        }
        return output;
    }

    private static void nextMember(Inflater inflater, byte[] input, int at) throws RafsFormatException {
        if (at >= input.length) {
            throw new RafsFormatException("gzip data of " + input.length + " bytes ends too early");
        }
        byte[] rest = Arrays.copyOfRange(input, at, input.length);
        int header = GzipHeader.length(rest);
        inflater.reset();
        inflater.setInput(input, at + header, rest.length - header);
    }

    private static byte[][] fillers() {
        byte[][] fillers = new byte[Byte.SIZE][];
        for (int bits = 1; bits < Byte.SIZE; bits++) {
            BitWriter writer = new BitWriter();
            if (bits % 2 != 0) {
                writer.emptyDynamicBlock();
            }
            while (writer.bits() % Byte.SIZE != bits) {
                writer.emptyFixedBlock();
            }
            fillers[bits] = writer.toBytes();
        }
        return fillers;
    }

    /** Writes deflate data, lowest bit first. */
    private static final class BitWriter {
        private static final int FIXED = 1;
        private static final int DYNAMIC = 2;
        private static final int CODE_LENGTH_SYMBOLS = 19;
        /** Positions of symbols 1 and 18 in the order in which code lengths are given. */
        private static final int PLACE_OF_1 = 17;

        private static final int PLACE_OF_18 = 2;

        private final BitSet bits = new BitSet();
        private int count;

        int bits() {
            return count;
        }

        /** 10 bits. */
        void emptyFixedBlock() {
            write(0, 1);
            write(FIXED, 2);
            write(0, 7);
        }

        /** An odd number of bits: both trees have a single symbol, the literal one the end of the block. */
        void emptyDynamicBlock() {
            write(0, 1);
            write(DYNAMIC, 2);
            write(0, 5);
            write(0, 5);
            write(CODE_LENGTH_SYMBOLS - 4, 4);
            for (int place = 0; place < CODE_LENGTH_SYMBOLS; place++) {
                write(place == PLACE_OF_1 || place == PLACE_OF_18 ? 1 : 0, 3);
            }
            zeros(138);
            zeros(118);
            write(0, 1); // symbol 256 has length 1
            write(0, 1); // distance 0 has length 1
            write(0, 1); // end of block
        }

        /** Symbol 18: as many lengths of zero, 11 to 138. */
        private void zeros(int times) {
            write(1, 1);
            write(times - 11, 7);
        }

        private void write(int value, int width) {
            for (int i = 0; i < width; i++) {
                bits.set(count++, (value >>> i & 1) != 0);
            }
        }

        byte[] toBytes() {
            return Arrays.copyOf(bits.toByteArray(), (count + Byte.SIZE - 1) / Byte.SIZE);
        }
    }
}
