package dev.nydusview.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that the kernel reads ahead of a program that reads a file in order, by {@code /sys/class/bdi}. */
public final class ReadAheadLimit {
    private static final Path DEVICES = Path.of("/sys/class/bdi");

    private ReadAheadLimit() {}

    /**
     * Sets the limit of the mount that the calling thread sees at {@code mountPoint}.
     *
     * @return whether the system let this process do so, as it does root where /sys is writable
     */
    public static boolean set(Path mountPoint, int bytes) {
        try {
            String device = MountTable.ofThread()
                    .topmost(mountPoint)
                    .map(MountEntry::device)
                    .orElse("");
            Files.writeString(
                    DEVICES.resolve(device).resolve("read_ahead_kb"),
                    Integer.toString(bytes / 1024),
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.WRITE);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
