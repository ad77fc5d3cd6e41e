package dev.nydusview.examples;

import dev.nydusview.base.SafeText;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.nio.NydusFileSystems;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.stream.Stream;

/** Lists all files of an image; fetches its metadata, and no byte of a file. */
public final class ListImage {
    private ListImage() {}

    /** Takes the image, such as {@code registry.example/app:1.0-nydus}. */
    public static void main(String[] arguments) throws IOException {
        try (ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED)) {
            list(library.open(arguments[0], Access.of(System.getenv())), System.out);
        }
    }

    /** Lists {@code image} on {@code out}, and closes it. */
    static void list(NydusImage image, PrintStream out) throws IOException {
        try (FileSystem files = NydusFileSystems.of(image);
                Stream<Path> paths = Files.walk(files.getPath("/"))) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                PosixFileAttributes file =
                        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                String name = path + (file.isSymbolicLink() ? " -> " + Files.readSymbolicLink(path) : "");
                // Names are anybody's: none may control the terminal.
                out.printf(
                        "%06o %s:%s %d %s%n", mode, file.owner(), file.group(), file.size(), SafeText.controls(name));
            }
            out.println(image.stats().blobBytes() + " bytes of file data were fetched");
        }
    }
}
