package dev.nydusview.testdata.builder;

import java.nio.charset.StandardCharsets;

/** Bytes as strings of the same length, so that names and targets may be any bytes and still be keys. */
public final class Latin1 {
    private static final int MAX = 0xff;

    private Latin1() {}

    public static String of(byte... bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** {@code text} as its UTF-8 bytes. */
    public static String utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String check(String text) {
        if (text.chars().anyMatch(c -> c > MAX)) {
            throw new IllegalArgumentException("\"" + text + "\" is not made of bytes: see utf8()");
        }
        return text;
    }
}
