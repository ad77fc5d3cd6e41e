package dev.nydusview.linux;

/** Error numbers of Linux that this program tells apart, or answers the kernel with. */
public enum Errno {
    ENOENT(2),
    EINTR(4),
    EIO(5),
    EAGAIN(11),
    EBUSY(16),
    ENODEV(19),
    ENOTDIR(20),
    EISDIR(21),
    EINVAL(22),
    EROFS(30),
    ERANGE(34),
    ENAMETOOLONG(36),
    ENOSYS(38),
    ELOOP(40),
    ENODATA(61),
    ENOTSUP(95),
    EUCLEAN(117);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** Returns the positive number, as in {@code errno.h}. */
    public int number() {
        return number;
    }
}
