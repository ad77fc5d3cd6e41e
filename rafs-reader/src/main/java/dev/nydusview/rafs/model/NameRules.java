package dev.nydusview.rafs.model;

/** Rules for the names of directory entries, which a bootstrap may break. */
public final class NameRules {
    /** Bytes in the longest name that Linux takes. */
    public static final int MAX_NAME = 255;

    /** Bytes in the longest symbolic link target. */
    public static final int MAX_SYMLINK = 4096;

    private NameRules() {}

    /** Returns {@code name}; corrupt if it could lead out of its directory or be cut short. */
    public static RawName check(RawName name, String structure, long offset) throws RafsFormatException {
        byte[] bytes = name.bytes();
        if (bytes.length == 0 || bytes.length > MAX_NAME) {
            throw new RafsFormatException(structure, offset, "name of " + bytes.length + " bytes");
        }
        if (isDots(bytes)) {
            throw new RafsFormatException(structure, offset, "name is \"" + name + "\"");
        }
        for (byte b : bytes) {
            if (b == 0 || b == '/') {
                throw new RafsFormatException(structure, offset, "name has a NUL or a slash");
            }
        }
        return name;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
