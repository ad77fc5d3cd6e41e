package dev.nydusview.image.oci;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.rootfs.ImageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A layout and a cache for each test. */
abstract class UnpackingTest {
    private static final ImageLibrary LIBRARY = ImageLibrary.open(LibrarySettings.UNCACHED);

    static final ImageLimits LIMITS = limits(1 << 20, 1000);

    static ImageLimits limits(long bytes, long entries) {
        return new ImageLimits(bytes, entries, "allow more with --limit", "allow more with --limit");
    }

    @TempDir
    Path temporary;

    final Layout layout() {
        return new Layout(temporary.resolve("layout"));
    }

    final Path cache() {
        return temporary.resolve("cache");
    }

    final OciImage image(Layout layout) throws IOException {
        return LIBRARY.openPlain(layout.write(), Access.of(Map.of()));
    }

    /** The image at {@code source}, which is written already. */
    final UnpackedImage unpack(String source) throws IOException {
        try (OciImage image = LIBRARY.openPlain(source, Access.of(Map.of()))) {
            return new UnpackedImages(cache(), LIMITS).open(image);
        }
    }

    final UnpackedImage unpack(Layout layout) throws IOException {
        return unpack(layout, LIMITS);
    }

    final UnpackedImage unpack(Layout layout, ImageLimits limits) throws IOException {
        try (OciImage image = image(layout)) {
            return new UnpackedImages(cache(), limits).open(image);
        }
    }

    /** The directory of the image with this number, in the order of their names. */
    final Path kept(int number) throws IOException {
        return cache().resolve("images").resolve(kept().get(number));
    }

    /** Names in the directory of all images. */
    final List<String> kept() throws IOException {
        return names(cache().resolve("images"));
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
