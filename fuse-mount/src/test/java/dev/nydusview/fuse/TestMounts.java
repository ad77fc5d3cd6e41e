package dev.nydusview.fuse;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.FileReader;
import java.nio.file.Path;

/** Mounts of the tests, all made by the engine that the property {@code test.engine} names. */
final class TestMounts {
    private static final MountEngine.Factory ENGINE = Engines.valueOf(System.getProperty("test.engine", "NATIVE"));

    private TestMounts() {}

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
