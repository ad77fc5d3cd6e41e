package dev.nydusview.chunkstore.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The size on disk that the blobs of a cache may have by default: fixed at the first use of the cache. */
final class CacheSize {
    private static final long LEAST = 2L << 30;
    private static final int PART_OF_FREE_SPACE = 10;
    private static final int MAX_DIGITS = 18;

    private CacheSize() {}

    /** Returns the size that the cache records; else a tenth of the free space, at least 2 GiB, which is recorded. */
    static long of(CacheLayout layout) {
        try {
            return recorded(layout.size());
        } catch (NoSuchFileException e) {
            return record(layout);
        } catch (IOException | NumberFormatException e) {
            return LEAST;
        }
    }

    private static long recorded(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.size(file) > MAX_DIGITS + 1) {
            throw new NumberFormatException(file + " is not a number");
        }
        return Math.max(
                LEAST,
                Long.parseLong(
                        Files.readString(file, StandardCharsets.ISO_8859_1).trim()));
    }

    private static long record(CacheLayout layout) {
        long size = LEAST;
        try {
            size = Math.max(LEAST, Files.getFileStore(layout.root()).getUsableSpace() / PART_OF_FREE_SPACE);
            Path file = Files.createTempFile(layout.root(), ".size-", "", CacheRoot.PRIVATE_FILE);
            Files.writeString(file, size + "\n");
            Files.move(file, layout.size(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            return size; // a cache that cannot be written does not grow
        }
        return size;
    }
}
