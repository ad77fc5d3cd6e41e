package dev.nydusview.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One image under {@code testdata/golden}, written by the real nydus-image from a tree whose listing is known. */
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
            "v6-none-sha256",
            "v6-lz4-blake3",
            "v6-zstd-4k",
            "v6-zstd-1m",
            "v6-prefetch-fs",
            "v6-repeatable",
            "v6-merged",
            "v6-toc");

    public static Stream<GoldenImage> all() {
        return KINDS.stream().map(GoldenImage::of);
    }

    public static GoldenImage of(String kind) {
        return new GoldenImage(kind, TestData.root().resolve("golden").resolve(kind));
    }

    public Path bootstrap() {
        return directory.resolve("image.boot");
    }

    /** The directory whose files are the data blobs, named by blob id. */
    public Path blobs() {
        return directory.resolve("blobs");
    }

    /** What any reader must report. */
    public Listing listing() throws IOException {
        return Listing.read(directory.resolveSibling(listingName()));
    }

    private String listingName() {
        if (kind.endsWith("-merged")) {
            return "source-merged.list";
        }
        return kind.endsWith("-repeatable") ? "source-repeatable.list" : "source.list";
    }

    /** What the real {@code nydus-image inspect -R REQUEST} printed, as JSON text. */
    public String inspected(String request) throws IOException {
        return Files.readString(directory.resolve("inspect-" + request + ".json"));
    }

    @Override
    public String toString() {
        return kind;
    }
}
