package dev.nydusview.examples;

import dev.nydusview.base.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Searches the files of an image by {@link Files} alone; fetches the files that it reads. */
public final class GrepImage {
    private GrepImage() {}

    /** Takes a pattern, and the URI of a directory such as {@code nydus://registry.example/app:1.0-nydus!/etc}. */
    public static void main(String[] arguments) throws IOException {
        URI uri = URI.create(arguments[1]);
        URI image = URI.create(uri.toString().replaceFirst("!/.*", "!/"));
        try (FileSystem opened = FileSystems.newFileSystem(image, Map.of())) {
            grep(Pattern.compile(arguments[0]), opened.provider().getPath(uri), System.out);
        }
    }

    /** Prints all lines of files at or below {@code top} that have a match. */
    static void grep(Pattern pattern, Path top, PrintStream out) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    grepFile(pattern, path, out);
                }
            }
        }
    }

    /** A file that cannot be read ends the search by an exception: what was not read must not count as searched. */
    private static void grepFile(Pattern pattern, Path file, PrintStream out) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (pattern.matcher(line).find()) {
                    out.println(SafeText.controls(file + ":" + number + ":" + line));
                }
            }
        }
    }
}
