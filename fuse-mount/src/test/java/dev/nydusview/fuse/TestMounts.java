package dev.nydusview.fuse;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Mounts of the tests, all made by the engine that the property {@code test.engine} names. */
final class TestMounts {
    static final Engines ENGINE = Engines.valueOf(System.getProperty("test.engine", "NATIVE"));

    private TestMounts() {}

    static void assumeFuse() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
    }

    /** Skips tests of what only the native engine does. */
    static void assumeNative() {
        assumeFuse();
        Assumptions.assumeTrue(ENGINE == Engines.NATIVE, "a test of the native engine");
    }

    static ImageMount start(BuiltTree tree, Path directory) throws MountException {
        return start(tree, tree.source(), directory, ServeOptions.DEFAULT);
    }

    /** Mounts a tree whose chunks come from {@code source}. */
    static ImageMount start(BuiltTree tree, ChunkSource source, Path directory, ServeOptions serve)
            throws MountException {
        FileReader files = new FileReader(tree.image().tree(), source);
        return start(tree.image(), files, directory, BuiltTree.options(serve));
    }

    static ImageMount start(RafsImage image, FileReader files, Path directory, MountOptions options)
            throws MountException {
        try (PendingMount pending = PendingMount.make(ENGINE, directory, options)) {
            return pending.serve(image, files);
        }
    }

    static ImageMount start(
            RafsImage image, FileReader files, Path directory, MountOptions options, AccessListener listener)
            throws MountException {
        try (PendingMount pending = PendingMount.make(ENGINE, directory, options)) {
            return pending.serve(image, files, listener);
        }
    }
}
