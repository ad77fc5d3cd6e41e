package dev.nydusview.base;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 digest, by which registries, caches and RAFS name content.
 *
 * @param hex 64 hexadecimal digits in lower case, which is how RAFS names blobs
 */
public record Sha256(String hex) implements Comparable<Sha256> {
    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("a SHA-256 digest has 64 hexadecimal digits in lower case");
        }
    }

    /** Returns the digest of {@code content}. */
    public static Sha256 of(byte[] content) {
        return finish(update(ByteBuffer.wrap(content)));
    }

    /** Returns the digest of what remains of {@code content}, whose position moves to its end. */
    public static Sha256 of(ByteBuffer content) {
        return finish(update(content));
    }

    /** Returns the digest that {@code digester} has come to, which is reset. */
    public static Sha256 finish(MessageDigest digester) {
        return new Sha256(HexFormat.of().formatHex(digester.digest()));
    }

    /** Returns a digester that has seen nothing yet. */
    public static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static MessageDigest update(ByteBuffer content) {
        MessageDigest digester = digester();
        digester.update(content);
        return digester;
    }

    /** Returns the digest that {@code text}, {@code sha256:} and 64 digits, spells; null if it is not of that form. */
    public static @Nullable Sha256 parse(@Nullable String text) {
        if (text == null || !isNamedBy(text)) {
            return null;
        }
        String hex = text.substring(PREFIX.length());
        return isHex(hex) ? new Sha256(hex) : null;
    }

    /** Returns the digest of {@code reference}, which is behind its last "@"; null if there is none, or none of this form. */
    public static @Nullable Sha256 ofReference(String reference) {
        int at = reference.lastIndexOf('@');
        return at < 0 ? null : parse(reference.substring(at + 1));
    }

    /** Tests whether {@code text} names SHA-256 as its algorithm, even if it is not a valid digest. */
    public static boolean isNamedBy(String text) {
        return text.startsWith(PREFIX);
    }

    /** Tests whether {@code text} is 64 hexadecimal digits in lower case. */
    public static boolean isHex(String text) {
        return HEX.matcher(text).matches();
    }

    // By hand, as are those of other records that each command compares: the generated ones are linked when they first
    // run.
    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 digest && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    /** Returns {@code sha256:} and the digits, as the OCI image specification writes digests. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
