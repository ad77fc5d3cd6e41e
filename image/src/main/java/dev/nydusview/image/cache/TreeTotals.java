package dev.nydusview.image.cache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** Adds up the files of a tree that others may change meanwhile; follows no links. */
final class TreeTotals extends SimpleFileVisitor<Path> {
    private long bytes;
    private Instant lastChange = Instant.EPOCH;

    long bytes() {
        return bytes;
    }

    Instant lastChange() {
        return lastChange;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes += attributes.size();
        Instant change = attributes.lastModifiedTime().toInstant();
        lastChange = change.isAfter(lastChange) ? change : lastChange;
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
