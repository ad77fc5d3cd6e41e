package dev.nydusview.testdata.builder;

/** File types, with the bits that a mode has for them and the code that a v6 directory entry has. */
enum FileKind {
    REGULAR(0100000, 1),
    DIRECTORY(0040000, 2),
    CHARACTER_DEVICE(0020000, 3),
    BLOCK_DEVICE(0060000, 4),
    FIFO(0010000, 5),
    SOCKET(0140000, 6),
    SYMLINK(0120000, 7);

    private final int modeBits;
    private final int direntCode;

    FileKind(int modeBits, int direntCode) {
        this.modeBits = modeBits;
        this.direntCode = direntCode;
    }

    int modeBits() {
        return modeBits;
    }

    int direntCode() {
        return direntCode;
    }

    boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }
}
