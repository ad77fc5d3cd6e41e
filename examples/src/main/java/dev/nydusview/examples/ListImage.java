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
import java.util.Map;
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
                Map<String, Object> file = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
                boolean link = file.get("isSymbolicLink").equals(true);
                String name = path + (link ? " -> " + Files.readSymbolicLink(path) : "");
                out.printf(
                        "%06o %s:%s %d %s%n",
                        file.get("mode"),
                        file.get("owner"),
                        file.get("group"),
                        file.get("size"),
                        SafeText.controls(name)); // names are anybody's: none may control the terminal
            }
            out.println(image.stats().blobBytes() + " bytes of file data were fetched");
        }
    }
}
