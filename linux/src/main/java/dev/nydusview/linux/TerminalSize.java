package dev.nydusview.linux;

/** Sizes of terminals, by ioctl_tty(2). */
public final class TerminalSize {
    private static final long TIOCGWINSZ = 0x5413;
    /** Four numbers of two bytes: rows, columns, and both in pixels. */
    private static final int WINSIZE = 8;

    private TerminalSize() {}

    /** Returns the columns of the terminal that {@code descriptor} is open on; 0 if it is none, or does not say. */
    public static int columns(int descriptor) {
        NativeBuffer size = NativeBuffer.allocate(WINSIZE);
        DeviceCalls calls = CLibrary.bind(DeviceCalls.class);
        return calls.ioctl(descriptor, TIOCGWINSZ, size.address()) == 0
                ? Short.toUnsignedInt(size.bytes().getShort(Short.BYTES))
                : 0;
    }
}
