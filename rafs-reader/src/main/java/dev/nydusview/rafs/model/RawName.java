package dev.nydusview.rafs.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A file name: any bytes but NUL and slash, ordered as unsigned bytes, in no particular encoding. */
public final class RawName implements Comparable<RawName> {
    /** The directory itself, in paths. */
    public static final RawName DOT = of(".");

    /** The directory above, in paths. */
    public static final RawName DOT_DOT = of("..");

    private final byte[] bytes;

    private RawName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes over {@code bytes}, which the caller must not change afterwards. */
    public static RawName of(byte[] bytes) {
        return new RawName(bytes);
    }

    /** The name that {@code text} is in UTF-8. */
    public static RawName of(String text) {
        return new RawName(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes; callers must not change them. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public int compareTo(RawName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the name as UTF-8, with U+FFFD for other bytes: for people, never to look a file up by. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
