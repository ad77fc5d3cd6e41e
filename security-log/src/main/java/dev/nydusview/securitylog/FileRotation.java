package dev.nydusview.securitylog;

/**
 * Rotation of a file: {@code FILE} becomes {@code FILE.1}, and {@code FILE.1} becomes {@code FILE.2}, before a line would
 * make it larger than {@code bytes}.
 *
 * @param bytes largest size of a file that has several lines; positive
 * @param files files that are kept, the one that grows among them; positive
 */
public record FileRotation(long bytes, int files) {
    /** Five files of 64 MiB. */
    public static final FileRotation DEFAULT = new FileRotation(64L << 20, 5);

    public FileRotation {
        if (bytes < 1 || files < 1) {
            throw new IllegalArgumentException("a rotation needs at least one file and one byte");
        }
    }
}
