package dev.nydusview.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Named pipes, fifo(7), which the JDK can use but not make. */
public final class NamedPipe {
    private static final int PERMISSIONS = 0600;

    private NamedPipe() {}

    /** Makes a named pipe that only this user can open. */
    public static void make(Path path) throws IOException {
        if (LibC.load().mkfifo(CLibrary.terminated(path), PERMISSIONS) != 0) {
            throw new IOException("cannot make the named pipe " + path + ": "
                    + SystemError.last().description());
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------")); // independent of the umask
    }
}
