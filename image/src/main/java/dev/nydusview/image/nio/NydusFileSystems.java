package dev.nydusview.image.nio;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.spi.FileSystemProvider;

/**
 * Makes images file systems without the map of settings that {@link NydusFileSystemProvider#newFileSystem} takes. Any number
 * of them may be of the same image; {@code getFileSystem} and {@code Path.of} of a URI do not find them.
 */
public final class NydusFileSystems {
    private NydusFileSystems() {}

    /**
     * Opens an image as a file system, which is closed before {@code library}.
     *
     * @param source as {@link ImageLibrary} takes it
     * @throws IllegalArgumentException if {@code source} or {@code access} is malformed
     */
    public static FileSystem open(ImageLibrary library, String source, Access access) throws IOException {
        String name = NydusUri.canonical(source);
        return new NydusFileSystem(provider(), name, library.open(name, access), () -> {});
    }

    /** Returns an open image as a file system, which closes it. */
    public static FileSystem of(NydusImage image) {
        return new NydusFileSystem(provider(), image.name(), image, () -> {});
    }

    /** Returns the provider that the JDK has found; one of our own where the library is not on the class path. */
    private static NydusFileSystemProvider provider() {
        for (FileSystemProvider provider : FileSystemProvider.installedProviders()) {
            if (provider instanceof NydusFileSystemProvider installed) {
                return installed;
            }
        }
        return Own.PROVIDER;
    }

    private static final class Own {
        static final NydusFileSystemProvider PROVIDER = new NydusFileSystemProvider();
    }
}
