package dev.nydusview.testdata.builder;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.codec.digest.Blake3;

/** Algorithm of chunk and inode digests, with the superblock flag and the code in blob tables. */
public enum Hash {
    BLAKE3(0x4, 0),
    SHA256(0x8, 1);

    private final int superblockFlag;
    private final int code;

    Hash(int superblockFlag, int code) {
        this.superblockFlag = superblockFlag;
        this.code = code;
    }

    int superblockFlag() {
        return superblockFlag;
    }

    int code() {
        return code;
    }

    byte[] digest(byte[] bytes) {
        if (this == BLAKE3) {
            return Blake3.hash(bytes);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
