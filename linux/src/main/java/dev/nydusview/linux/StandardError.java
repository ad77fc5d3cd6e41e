package dev.nydusview.linux;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard error of this process: the descriptor itself, to which all streams of the JVM lead. */
public final class StandardError {
    private static final int DESCRIPTOR = 2;
    private static final Path CURRENT = Path.of("/proc/self/fd/" + DESCRIPTOR);
    private static final int O_WRONLY = 1;
    private static final int O_APPEND = 02000;
    private static final int O_CLOEXEC = 02000000;

    private StandardError() {}

    /**
     * Sends it to {@code file} from now on, which is made anew in a directory that is only this user's; if it has led to
     * another file, that one's content comes first.
     */
    public static void sendTo(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (Files.isRegularFile(CURRENT)) {
            Files.write(file, Files.readAllBytes(CURRENT));
        } else {
            Files.createFile(file);
        }
        DeviceCalls calls = FuseDevice.calls();
        int opened = calls.open(CLibrary.terminated(file), O_WRONLY | O_APPEND | O_CLOEXEC);
        boolean done = opened >= 0 && calls.dup2(opened, DESCRIPTOR) >= 0;
        String reason = done ? "" : SystemError.last().description();
        calls.close(opened);
        if (!done) {
            throw new FileSystemException(file.toString(), null, reason);
        }
    }
}
