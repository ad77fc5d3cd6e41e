package dev.nydusview.rafs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesXtsTest {
    private static final byte[] KEY = sequence(7, 32);
    private static final byte[] IV = sequence(99, 16);

    /** Vectors 1, 2, 3 and, with ciphertext stealing, 15 of IEEE 1619-2007, annex B. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000, 00000000000000000000000000000000, 00000000000000000000000000000000,"
                + "0000000000000000000000000000000000000000000000000000000000000000,"
                + "917cf69ebd68b2ec9b9fe9a3eadda692cd43d2f59598ed858c02c2652fbf922e",
        "11111111111111111111111111111111, 22222222222222222222222222222222, 33333333330000000000000000000000,"
                + "4444444444444444444444444444444444444444444444444444444444444444,"
                + "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0, bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0, 9a785634120000000000000000000000,"
                + "000102030405060708090a0b0c0d0e0f10, 6c1625db4671522d3d7599601de7ca09ed",
    })
    void decryptsTheVectorsOfTheStandard(String key1, String key2, String iv, String plain, String stored) {
        HexFormat hex = HexFormat.of();
        AesXts cipher = new AesXts(hex.parseHex(key1 + key2), hex.parseHex(iv));
        assertThat(hex.formatHex(cipher.decrypt(hex.parseHex(stored), -1))).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18, 31, 32, 33, 47, 100, 4096, 4097, 100_003})
    void unitsOfAnyLengthComeBack(int length) throws GeneralSecurityException {
        byte[] plain = sequence(length, length);
        assertThat(new AesXts(KEY, IV).decrypt(encrypt(plain), -1)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 14, 15})
    void shortUnitsLoseTheirPadding(int length) throws GeneralSecurityException {
        byte[] plain = "abcdefghijklmno".substring(0, length).getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(plain, 18);
        Arrays.fill(padded, length, 16, (byte) (16 - length));
        padded[16] = 0x78;
        padded[17] = (byte) 0x90;
        AesXts cipher = new AesXts(KEY, IV);
        assertThat(cipher.decrypt(encrypt(padded), -1)).isEqualTo(plain);
        assertThat(cipher.decrypt(encrypt(padded), 18)).isEqualTo(padded);
    }

    @Test
    void whatWasNeverEncryptedStaysAsItIs() {
        assertThat(new AesXts(KEY, IV).decrypt(new byte[15], -1)).hasSize(15);
        assertThat(new AesXts(KEY, IV).decrypt(new byte[0], -1)).isEmpty();
    }

    /** The plain way of the standard: block by block, the tweak multiplied as bits. */
    private static byte[] encrypt(byte[] plain) throws GeneralSecurityException {
        byte[] tweak = aes(16, IV);
        byte[] stored = plain.clone();
        int whole = plain.length / 16 * 16;
        for (int at = 0; at < whole; at += 16) {
            xex(stored, at, tweak);
            tweak = timesAlpha(tweak);
        }
        int rest = plain.length - whole;
        if (rest > 0) {
            byte[] before = Arrays.copyOfRange(stored, whole - 16, whole);
            byte[] last = before.clone();
            System.arraycopy(plain, whole, last, 0, rest);
            System.arraycopy(last, 0, stored, whole - 16, 16);
            xex(stored, whole - 16, tweak);
            System.arraycopy(before, 0, stored, whole, rest);
        }
        return stored;
    }

    private static void xex(byte[] bytes, int at, byte[] tweak) throws GeneralSecurityException {
        byte[] block = Arrays.copyOfRange(bytes, at, at + 16);
        xor(block, tweak);
        block = aes(0, block);
        xor(block, tweak);
        System.arraycopy(block, 0, bytes, at, 16);
    }

    private static void xor(byte[] block, byte[] tweak) {
        for (int i = 0; i < 16; i++) {
            block[i] ^= tweak[i];
        }
    }

    private static byte[] timesAlpha(byte[] tweak) {
        byte[] product = new byte[16];
        int carry = 0;
        for (int i = 0; i < 16; i++) {
            product[i] = (byte) (tweak[i] << 1 | carry);
            carry = (tweak[i] & 0xff) >>> 7;
        }
        if (carry != 0) {
            product[0] ^= (byte) 0x87;
        }
        return product;
    }

    private static byte[] aes(int keyAt, byte[] block) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, keyAt, 16, "AES"));
        return cipher.doFinal(block);
    }

    private static byte[] sequence(int seed, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed * 31 + i * 7 + i / 5);
        }
        return bytes;
    }
}
