package dev.nydusview.linux;

import java.util.Locale;

/**
 * Numbers that differ between processors: {@code asm/fcntl.h}, {@code asm/unistd.h}. The rest of this package holds
 * for every 64-bit Linux.
 *
 * @param mknodat the system call; C libraries older than glibc 2.33 have no function for it
 * @param getdents64 the system call; C libraries older than glibc 2.30 have no function for it
 * @param statx the system call; its structure is the same everywhere, unlike that of stat(2)
 */
record Abi(int oDirectory, int oNofollow, long mknodat, long getdents64, long statx) {
    private static final Abi X86_64 = new Abi(0200000, 0400000, 259, 217, 332);
    private static final Abi AARCH64 = new Abi(040000, 0100000, 33, 61, 291);

    /** Returns the numbers for the processor that Java calls {@code architecture}. */
    static Abi of(String architecture) throws PosixException {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default ->
                throw new PosixException(
                        "files can be extracted on amd64 and arm64 only, archives on any processor",
                        "this is " + architecture,
                        0);
        };
    }
}
