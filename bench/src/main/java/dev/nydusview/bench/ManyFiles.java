package dev.nydusview.bench;

import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the bootstrap of a v6 image of 100,000 small files in 1,000 directories. */
final class ManyFiles {
    private static final int DIRECTORIES = 1000;
    private static final int FILES = 100;

    private ManyFiles() {}

    /** Takes the file to write. */
    public static void main(String[] arguments) throws IOException {
        SourceTree tree = new SourceTree();
        for (int i = 0; i < DIRECTORIES; i++) {
            String directory = String.format(Locale.ROOT, "/d%04d", i);
            tree.directory(directory);
            for (int j = 0; j < FILES; j++) {
                String path = String.format(Locale.ROOT, "%s/file-%03d.txt", directory, j);
                tree.file(path, (path + "\n").repeat(10).getBytes(StandardCharsets.UTF_8));
            }
        }
        BuiltImage image = ImageBuilder.v6().build(tree);
        Files.write(Path.of(arguments[0]), image.bootstrap());
    }
}
