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
        check(name.bytes(), name.length(), structure, offset);
        return name;
    }

    /** Checks the first {@code length} of {@code bytes} like {@link #check(RawName, String, long)}. */
    public static void check(byte[] bytes, int length, String structure, long offset) throws RafsFormatException {
        if (length == 0 || length > MAX_NAME) {
            throw new RafsFormatException(structure, offset, "name of " + length + " bytes");
        }
        if (bytes[0] == '.' && (length == 1 || (length == 2 && bytes[1] == '.'))) {
            throw new RafsFormatException(structure, offset, "name is \"" + (length == 1 ? "." : "..") + "\"");
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0 || bytes[i] == '/') {
                throw new RafsFormatException(structure, offset, "name has a NUL or a slash");
            }
        }
    }
}
