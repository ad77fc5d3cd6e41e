package dev.nydusview.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An image under {@code testdata/golden}, written by the real nydus-image from a tree whose listing is known. */
public record GoldenImage(String kind, Path directory) {
    /** The kinds that every reader must show as their listing says. */
    public static final List<String> KINDS = List.of(
            "v5-none-sha256",
            "v5-lz4-blake3",
            "v5-zstd-4k",
            "v5-zstd-1m",
            "v5-aligned",
            "v5-prefetch-blob",
            "v5-merged",
            "v5-optimized",
            "v5-tar",
            "v5-inline",
            "v6-none-sha256",
            "v6-lz4-blake3",
            "v6-zstd-4k",
            "v6-zstd-1m",
            "v6-prefetch-fs",
            "v6-repeatable",
            "v6-merged",
            "v6-mixed-digests",
            "v6-toc",
            "v6-tar",
            "v6-inline",
            "v6-inline-toc",
            "v6-dict-base",
            "v6-dict",
            "v6-batch",
            "v6-enc",
            "v6-enc-batch",
            "v6-zran",
            "v6-zran-inline",
            "v6-estargz-ref",
            "v6-tarfs");

    /** The kinds that nydusify optimize writes and the real tools do not read; to be shown as their listing says. */
    public static final List<String> UNREAD_KINDS = List.of("v6-optimized", "v6-optimized-sha256");

    public static Stream<GoldenImage> all() {
        return KINDS.stream().map(GoldenImage::of);
    }

    public static GoldenImage of(String kind) {
        return new GoldenImage(kind, TestData.root().resolve("golden").resolve(kind));
    }

    /** The bootstrap, or the blob that carries it. */
    public Path bootstrap() {
        return isInline() ? smallest(blobs()) : directory.resolve("image.boot");
    }

    /** Tests whether the bootstrap is in a blob. */
    public boolean isInline() {
        return kind.contains("-inline");
    }

    private static Path smallest(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.min(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the directory whose files are the data blobs, named by blob id. */
    public Path blobs() {
        return directory.resolve("blobs");
    }

    /** Bootstraps of the layers that a merged image was made from, the lowest first. */
    public List<Path> layers() {
        return List.of(directory.resolve("layers/low.boot"), directory.resolve("layers/up.boot"));
    }

    /** Returns the listing that any reader must report. */
    public Listing listing() throws IOException {
        Listing listing = Listing.read(directory.resolveSibling(listingName()));
        // The builder misplaces this one target; the kernel's EROFS reads the same part of it.
        return kind.equals("v6-tarfs") ? listing.withTarget("/links/long", "x".repeat(3552)) : listing;
    }

    private String listingName() {
        if (kind.contains("-optimized")) {
            return "source-optimized.list";
        }
        if (kind.endsWith("-merged")) {
            return "source-merged.list";
        }
        if (kind.endsWith("-tar") || kind.contains("-zran") || kind.endsWith("-tarfs")) {
            return "source-tar.list";
        }
        return switch (kind) {
            case "v6-repeatable" -> "source-repeatable.list";
            case "v6-dict-base" -> "source-dict-base.list";
            case "v6-mixed-digests" -> "source-mixed.list";
            case "v6-estargz-ref" -> "source-estargz.list";
            default -> "source.list";
        };
    }

    /** Returns the output of the real {@code nydus-image inspect -R REQUEST}, as JSON text. */
    public String inspected(String request) throws IOException {
        return Files.readString(directory.resolve("inspect-" + request + ".json"));
    }

    /** Returns the output of the real prompt of {@code nydus-image inspect} for {@link #promptInput}. */
    public String promptOutput() throws IOException {
        return Files.readString(directory.resolve("inspect-prompt.txt"));
    }

    /** Requests, one a line. */
    public static String promptInput() throws IOException {
        return Files.readString(TestData.root().resolve("golden/prompt-input.txt"));
    }

    @Override
    public String toString() {
        return kind;
    }
}
