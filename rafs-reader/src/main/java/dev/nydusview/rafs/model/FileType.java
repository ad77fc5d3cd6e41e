package dev.nydusview.rafs.model;

/** File types, with the bits that {@code st_mode} gives them. */
public enum FileType {
    FIFO(0010000, 'p'),
    CHARACTER_DEVICE(0020000, 'c'),
    DIRECTORY(0040000, 'd'),
    BLOCK_DEVICE(0060000, 'b'),
    REGULAR(0100000, '-'),
    SYMLINK(0120000, 'l'),
    SOCKET(0140000, 's');

    /** Bits of a mode that have the type, {@code S_IFMT}. */
    public static final int MASK = 0170000;

    private static final FileType[] BY_BITS = new FileType[16];

    static {
        for (FileType type : values()) {
            BY_BITS[type.bits >> 12] = type;
        }
    }

    private final int bits;
    private final char letter;

    FileType(int bits, char letter) {
        this.bits = bits;
        this.letter = letter;
    }

    /** Returns the type in {@code mode}; corrupt if there is none. */
    public static FileType ofMode(int mode) throws RafsFormatException {
        FileType type = BY_BITS[(mode & MASK) >> 12];
        if (type == null) {
            throw new RafsFormatException("mode 0" + Integer.toOctalString(mode) + " has no file type");
        }
        return type;
    }

    /** The {@code S_IFMT} bits. */
    public int bits() {
        return bits;
    }

    /** The letter that {@code ls -l} shows. */
    public char letter() {
        return letter;
    }

    /** The {@code d_type} of a directory entry. */
    public int dirType() {
        return bits >> 12;
    }

    /** Tests whether files of this type have a device number. */
    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }
}
