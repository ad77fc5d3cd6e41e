package dev.nydusview.rootfs.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.Sha256;
import dev.nydusview.linux.Posix;
import dev.nydusview.rootfs.Allowance;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.rootfs.record.TreeRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A directory for each image that is unpacked: {@code root}, and beside it {@code record}. */
abstract class UnpackingTest {
    static final ImageLimits LIMITS = limits(1 << 20, 1000);

    private static final Posix POSIX = new Posix();
    private static final Sha256 DIGEST = new Sha256("0".repeat(64));

    @TempDir
    Path temporary;

    static ImageLimits limits(long bytes, long entries) {
        return new ImageLimits(bytes, entries, "allow more with --limit", "allow more with --limit");
    }

    static Layers layers() {
        return new Layers();
    }

    final UnpackedTree unpack(Layers layers) throws IOException {
        return unpack(layers, LIMITS);
    }

    final UnpackedTree unpack(Layers layers, ImageLimits limits) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "image");
        Path root = Files.createDirectory(directory.resolve("root"));
        TreeRecord record = new TreeRecord(POSIX, directory.resolve("record"), DIGEST.toString());
        TreeLosses losses;
        try (LayerUnpacker unpacker = new LayerUnpacker(POSIX, root, directory, new Allowance(limits))) {
            for (Layers.Stored layer : layers.stored()) {
                unpacker.unpack(DIGEST, layer.diffId(), new ByteArrayInputStream(layer.bytes()));
            }
            losses = record.write(root, unpacker.finish());
        }
        assertThat(names(directory)).containsExactly("record", "root");
        return new UnpackedTree(root, losses, record);
    }

    /** Asserts that the layers are not unpacked, and that nothing except their own files was written. */
    final void assertRefused(Layers layers, Class<? extends IOException> type, String message) throws IOException {
        List<String> before = names(temporary);
        assertThatThrownBy(() -> unpack(layers)).isInstanceOf(type).hasMessageContaining(message);
        List<String> added = names(temporary);
        added.removeAll(before);
        assertThat(added).hasSize(1);
        assertThat(names(temporary.resolve(added.get(0)))).containsExactly("root");
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return new ArrayList<>(entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList());
        }
    }
}
