package dev.nydusview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, run against a registry with the demo's image. */
class ExamplesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private LayoutRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private NydusImage open(ImageLibrary library) throws IOException {
        return library.open(registry.reference("nydus-v6"), Access.of(Map.of()).withPlatform("linux/amd64"));
    }

    @Test
    void imageIsListedWithoutItsData() throws IOException {
        try (ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED)) {
            ListImage.list(open(library), out);
        }
        assertThat(printed())
                .startsWith("040755 0:0 149 /\n")
                .contains("\n104755 0:0 1982256 /bin/busybox\n")
                .contains(" /etc/os-release -> ../usr/lib/os-release\n")
                .endsWith("\n0 bytes of file data were fetched\n");
    }

    @Test
    void imageIsSearched() throws IOException {
        URI image = URI.create("nydus://" + registry.reference("nydus-v6") + "!/");
        try (FileSystem opened = FileSystems.newFileSystem(image, Map.of("platform", "linux/amd64"))) {
            GrepImage.grep(Pattern.compile("^root:"), opened.getPath("/etc"), out);
        }
        assertThat(printed()).contains("/etc/passwd:1:root:x:0:0:root:/root:/bin/bash\n");
    }

    @Test
    @Tag("mount")
    @Tag("python")
    void pluginAsksTheServiceOfItsHost(@TempDir Path directory) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
        Assumptions.assumeTrue(hasClick(), "no python3 with click");
        Path root = TestData.root().getParent();
        Files.copy(
                root.resolve("examples/src/main/plugins/setuid.py"),
                directory.resolve("setuid.py"),
                StandardCopyOption.COPY_ATTRIBUTES);
        try (ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED);
                NydusImage image = open(library)) {
            Path python = root.resolve("python/src");
            HostPlugin.host(image, directory, python, new ExpectedPrograms(Set.of()), out);
            assertThat(printed()).startsWith("setuid: complete\nMedium [{\"path\":\"/bin/busybox\"");
            bytes.reset();
            HostPlugin.host(image, directory, python, new ExpectedPrograms(Set.of("/bin/busybox")), out);
            assertThat(printed()).isEqualTo("setuid: complete\n");
        }
    }

    private static boolean hasClick() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "python3 -c 'import click' 2>/dev/null")
                        .start()
                        .waitFor()
                == 0;
    }

    /** Imports of the examples are of the documented surface, so that whoever begins with them does not leave it. */
    @Test
    void examplesUseTheDocumentedSurfaceOnly() throws IOException {
        String surface = Files.readString(TestData.root().resolveSibling("docs").resolve("api.txt"));
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/nydusview/examples"))) {
            for (Path source : sources.toList()) {
                for (String line : Files.readAllLines(source)) {
                    if (line.startsWith("import dev.nydusview.")) {
                        String type = line.substring("import ".length(), line.length() - 1);
                        assertThat(surface)
                                .as("%s in docs/api.txt", type)
                                .containsPattern("(?m)^.* " + Pattern.quote(type) + "\\b");
                    }
                }
            }
        }
    }
}
