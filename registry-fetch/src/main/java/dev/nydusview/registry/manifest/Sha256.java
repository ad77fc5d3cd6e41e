package dev.nydusview.registry.manifest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests as manifests spell them: {@code sha256:} and 64 hexadecimal digits. */
public final class Sha256 {
    private static final String PREFIX = "sha256:";
    private static final Pattern DIGEST = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private Sha256() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The digest that {@code finished} has come to. */
    static String finish(MessageDigest finished) {
        return PREFIX + HexFormat.of().formatHex(finished.digest());
    }

    static String of(byte[] bytes) {
        MessageDigest digest = start();
        digest.update(bytes);
        return finish(digest);
    }

    /** Whether {@code text} is a digest, and so safe to make a path or an address of. */
    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** The digits of a digest. */
    public static String hex(String digest) {
        return digest.substring(PREFIX.length());
    }

    /** The digest whose digits are {@code hex}. */
    public static String ofHex(String hex) {
        return PREFIX + hex;
    }
}
