package dev.nydusview.rafs.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128-XTS decryption of whole data units, each with the same tweak, and of the padding that units of fewer than 16
 * bytes are given first. Source: IEEE 1619-2007, section 5.3; storage crypt.rs of nydus for the padding.
 *
 * <p>Safe for concurrent use.
 */
public final class AesXts {
    private static final int BLOCK = 16;
    private static final int KEY = 16;
    /** The reduction polynomial of GF(2^128). */
    private static final long FEEDBACK = 0x87;

    /**
     * A unit of fewer bytes than a block becomes a block, filled up with the number of bytes that are missing, and
     * these.
     */
    private static final byte[] PADDING_MARK = {0x78, (byte) 0x90};

    private final SecretKeySpec dataKey;
    private final long tweakLow;
    private final long tweakHigh;

    /**
     * @param key 32 bytes: the key of the data, then that of the tweak
     * @param iv 16 bytes
     */
    public AesXts(byte[] key, byte[] iv) {
        dataKey = new SecretKeySpec(key, 0, KEY, "AES");
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, KEY, KEY, "AES"));
            ByteBuffer tweak = ByteBuffer.wrap(cipher.doFinal(iv)).order(ByteOrder.LITTLE_ENDIAN);
            tweakLow = tweak.getLong();
            tweakHigh = tweak.getLong();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES", e);
        }
    }

    /**
     * The plain bytes of one data unit. What looks like the padding of a short unit is taken off unless
     * {@code expected} bytes are wanted with it.
     *
     * @param expected the number of plain bytes if it is known, else -1
     */
    public byte[] decrypt(byte[] unit, int expected) {
        if (unit.length < BLOCK) {
            return unit; // encryption never produces so few bytes: the next comparison will refuse them
        }
        byte[] plain = decryptBlocks(unit);
        return plain.length == expected ? plain : withoutPadding(plain);
    }

    private byte[] decryptBlocks(byte[] unit) {
        int rest = unit.length % BLOCK;
        int whole = unit.length - rest;
        if (rest == 0) {
            return decryptRun(unit, 0, whole, 0);
        }
        // Ciphertext stealing: the last whole block was encrypted after the partial one.
        int last = whole - BLOCK;
        byte[] plain = Arrays.copyOf(decryptRun(unit, 0, last, 0), unit.length);
        byte[] stolen = decryptRun(unit, last, BLOCK, last / BLOCK + 1);
        System.arraycopy(stolen, 0, plain, whole, rest);
        byte[] joined = stolen.clone();
        System.arraycopy(unit, whole, joined, 0, rest);
        System.arraycopy(decryptRun(joined, 0, BLOCK, last / BLOCK), 0, plain, last, BLOCK);
        return plain;
    }

    /** Whole blocks, the first of which has number {@code firstBlock} in its unit. */
    private byte[] decryptRun(byte[] input, int offset, int length, int firstBlock) {
        byte[] bytes = Arrays.copyOfRange(input, offset, offset + length);
        long[] tweaks = tweaks(firstBlock, length / BLOCK);
        mask(bytes, tweaks);
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, dataKey);
            bytes = cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES", e);
        }
        mask(bytes, tweaks);
        return bytes;
    }

    /** Returns low and high half of the tweak of each block, which is the one before times alpha. */
    private long[] tweaks(int firstBlock, int count) {
        long[] tweaks = new long[2 * count];
        long low = tweakLow;
        long high = tweakHigh;
        for (int block = 0; block < firstBlock + count; block++) {
            if (block >= firstBlock) {
                tweaks[2 * (block - firstBlock)] = low;
                tweaks[2 * (block - firstBlock) + 1] = high;
            }
            long carry = high >> 63 & FEEDBACK;
            high = high << 1 | low >>> 63;
            low = low << 1 ^ carry;
        }
        return tweaks;
    }

    private static void mask(byte[] bytes, long[] tweaks) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tweaks.length; i++) {
            words.putLong(i * Long.BYTES, words.getLong(i * Long.BYTES) ^ tweaks[i]);
        }
    }

    private static byte[] withoutPadding(byte[] plain) {
        int missing = plain[BLOCK - 1];
        boolean padded = plain.length == BLOCK + PADDING_MARK.length
                && plain[BLOCK] == PADDING_MARK[0]
                && plain[BLOCK + 1] == PADDING_MARK[1]
                && missing > 0
                && missing < BLOCK;
        return padded ? Arrays.copyOf(plain, BLOCK - missing) : plain;
    }
}
