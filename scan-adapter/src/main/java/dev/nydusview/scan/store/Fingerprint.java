package dev.nydusview.scan.store;

import dev.nydusview.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** Digest over everything that a result depends on. */
final class Fingerprint {
    /** Bytes of the largest file that is hashed; larger ones are identified by size and time of their last change. */
    private static final long MAX_HASHED = 1 << 20;

    private static final int MAX_ENTRIES = 1 << 12;

    private final MessageDigest digest = Sha256.digester();

    /** SHA-256 of {@code bytes}, in hexadecimal. */
    static String of(byte[] bytes) {
        return Sha256.of(bytes).hex();
    }

    /** Adds a text; two texts differ from their concatenation. */
    Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    Fingerprint add(List<String> texts) {
        add(Integer.toString(texts.size()));
        texts.forEach(this::add);
        return this;
    }

    /**
     * Adds a file with its content, or a directory with its files, links followed; a missing path counts as missing.
     *
     * @throws IOException if not everything can be told, or there is too much of it
     */
    Fingerprint add(Path path) throws IOException {
        add(path.toString());
        if (Files.isDirectory(path)) {
            try (Stream<Path> entries = Files.walk(path.toRealPath(), FileVisitOption.FOLLOW_LINKS)) {
                List<Path> all = entries.limit(MAX_ENTRIES + 1L).sorted().toList();
                if (all.size() > MAX_ENTRIES) {
                    throw new IOException(path + " has more than " + MAX_ENTRIES + " files");
                }
                for (Path entry : all) {
                    addFile(entry);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        } else {
            addFile(path);
        }
        return this;
    }

    private void addFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            requireAccess(file);
            add(Files.isDirectory(file) ? "directory" : Files.exists(file) ? "no file" : "absent");
            return;
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        add(file.toString()).add(Long.toString(attributes.size()));
        if (attributes.size() <= MAX_HASHED) {
            digest.update(Files.readAllBytes(file));
        } else {
            add(attributes.lastModifiedTime().toString());
        }
    }

    /** Throws if access is denied, as the file may exist; other failures are those of impossible names. */
    private static void requireAccess(Path file) throws AccessDeniedException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            return;
        }
    }

    String hex() {
        return Sha256.finish(digest).hex();
    }
}
