package dev.nydusview.scan.mount;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Empty directories {@code /tmp/XXXX}, accessible to their owner only. A path of an image below one has 9 bytes more
 * than in a container, of the 4095 that the kernel accepts. The name is unpredictable, so no image can put it into the
 * output of scanners.
 */
final class ShortDirectory {
    private static final Path PARENT = Path.of("/tmp");
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 4;
    private static final int TRIES = 64;
    private static final String PATTERN = "/tmp/[0-9a-z]{" + LENGTH + "}";

    private ShortDirectory() {}

    /** A new one; empty where none can be made. */
    static Optional<Path> create() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < TRIES; i++) {
            Path directory = PARENT.resolve(name(random));
            try {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return Optional.of(directory);
            } catch (FileAlreadyExistsException e) {
                // another name, then
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String name(SecureRandom random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** Removes {@code directory} if it was made by this class, is empty, and nothing is mounted there. */
    static void remove(String directory) {
        if (!directory.matches(PATTERN)) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(directory));
        } catch (IOException e) {
            // Still mounted and in use, or another's: it is empty, and does no harm.
        }
    }
}
