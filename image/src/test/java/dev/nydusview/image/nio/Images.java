package dev.nydusview.image.nio;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.builder.BuiltImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** File systems of golden images and of built ones. */
final class Images {
    private static final ImageLibrary LIBRARY = ImageLibrary.open(LibrarySettings.UNCACHED);

    private Images() {}

    static FileSystem golden(String kind) throws IOException {
        GoldenImage image = GoldenImage.of(kind);
        return open(image.bootstrap(), image.blobs());
    }

    static FileSystem open(Path bootstrap, Path blobs) throws IOException {
        return NydusFileSystems.of(image(bootstrap, blobs));
    }

    static NydusImage image(Path bootstrap, Path blobs) throws IOException {
        return LIBRARY.open("bootstrap:" + bootstrap, SampleAccess.plain().withBlobDirectory(blobs));
    }

    /** Opens an image that was just built, from files in {@code directory}. */
    static FileSystem built(BuiltImage image, Path directory) throws IOException {
        return open(write(image, directory), directory);
    }

    /** Returns the bootstrap, which has its blobs beside it. */
    static Path write(BuiltImage image, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, ByteBuffer> blob : image.blobs().entrySet()) {
            byte[] bytes = new byte[blob.getValue().remaining()];
            blob.getValue().get(bytes);
            Files.write(directory.resolve(blob.getKey()), bytes);
        }
        for (Map.Entry<String, ByteBuffer> meta : image.blobMetaFiles().entrySet()) {
            byte[] bytes = new byte[meta.getValue().remaining()];
            meta.getValue().get(bytes);
            Files.write(directory.resolve(meta.getKey() + ".blob.meta"), bytes);
        }
        return Files.write(directory.resolve("image.boot"), image.bootstrap());
    }
}
