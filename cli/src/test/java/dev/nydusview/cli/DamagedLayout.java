package dev.nydusview.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A copy of an image layout with one wrong byte in every thousand of its largest blob, except at the end. */
record DamagedLayout(Path directory) {
    private static final int STEP = 1000;

    static DamagedLayout of(Path layout, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(layout)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(layout.relativize(file).toString()));
            }
        }
        Path largest;
        try (Stream<Path> blobs = Files.list(copy.resolve("blobs/sha256"))) {
            largest = blobs.max(Comparator.comparingLong(blob -> blob.toFile().length()))
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(largest);
        for (int i = 0; i < bytes.length * 9L / 10; i += STEP) {
            bytes[i] ^= 1;
        }
        assert largest.toFile().setWritable(true);
        Files.write(largest, bytes);
        return new DamagedLayout(copy);
    }
}
