package dev.nydusview.scan.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest over everything that a result depends on. */
final class Fingerprint {
    /** Larger files are told by size and time of their last change. */
    private static final long MAX_HASHED = 1 << 20;

    private static final int MAX_ENTRIES = 1 << 12;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** SHA-256 of {@code bytes}, in hexadecimal. */
    static String of(byte[] bytes) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.digest.update(bytes);
        return fingerprint.hex();
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

    /** Adds a file with its content, or a directory with what is in it; what is not there counts as that. */
    Fingerprint add(Path path) throws IOException {
        add(path.toString());
        if (Files.isDirectory(path)) {
            try (Stream<Path> entries = Files.walk(path.toRealPath())) {
                for (Path entry : entries.limit(MAX_ENTRIES).sorted().toList()) {
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
            add(Files.exists(file) ? "no file" : "absent");
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

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
