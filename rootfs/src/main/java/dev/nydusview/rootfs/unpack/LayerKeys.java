package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/** Keys of all files of one layer, and of the directories above them: half of a SHA-256 each, on the disk. */
final class LayerKeys implements Closeable {
    private static final int KEY = 16;
    private static final byte[] NOTHING = new byte[0];

    private final DiskHashMap keys;
    private final MessageDigest sha256;
    private String lastParent = "";

    /** @param file as in {@link DiskHashMap} */
    LayerKeys(Path file) {
        this.keys = new DiskHashMap(file, KEY, 0);
        this.sha256 = Sha256.digester();
    }

    void add(String key) throws IOException {
        if (key.isEmpty() || !keys.put(digest(key), NOTHING)) {
            return;
        }
        String parent = parent(key);
        if (parent.equals(lastParent)) {
            return;
        }
        lastParent = parent;
        for (String each = parent; !each.isEmpty() && keys.put(digest(each), NOTHING); ) {
            each = parent(each);
        }
    }

    private static String parent(String key) {
        return key.substring(0, key.lastIndexOf('/'));
    }

    boolean has(String key) throws IOException {
        return keys.get(digest(key)) != null;
    }

    private byte[] digest(String key) {
        return Arrays.copyOf(sha256.digest(key.getBytes(StandardCharsets.ISO_8859_1)), KEY);
    }

    @Override
    public void close() throws IOException {
        keys.close();
    }
}
