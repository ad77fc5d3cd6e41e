package dev.nydusview.bench;

import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a v6 image of the directories and regular files below a directory, all in memory. Where chunks are not
 * compressed, the blob is written as the kernel's EROFS maps it: as a device, which only that can read.
 */
final class DirectoryImage {
    private DirectoryImage() {}

    /** Takes the directory, the bootstrap to write, the directory for its blobs, and the compression: zstd or none. */
    public static void main(String[] arguments) throws IOException {
        Compression compression = Compression.valueOf(arguments[3].toUpperCase(Locale.ROOT));
        BuiltImage image = ImageBuilder.v6().compression(compression).build(tree(Path.of(arguments[0])));
        Files.write(Path.of(arguments[1]), image.bootstrap());
        Path directory = Path.of(arguments[2]);
        if (compression == Compression.NONE) {
            write(directory.resolve("device"), image.devices().get(0));
            return;
        }
        for (Map.Entry<String, ByteBuffer> blob : image.blobs().entrySet()) {
            write(directory.resolve(blob.getKey()), blob.getValue());
        }
    }

    private static SourceTree tree(Path root) throws IOException {
        SourceTree tree = new SourceTree();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(path -> !path.equals(root))
                    .sorted()
                    .forEach(path -> add(tree, "/" + root.relativize(path), path));
        }
        return tree;
    }

    private static void add(SourceTree tree, String name, Path path) {
        try {
            if (Files.isDirectory(path)) {
                tree.directory(name);
            } else {
                tree.file(name, Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, ByteBuffer bytes) throws IOException {
        try (WritableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
