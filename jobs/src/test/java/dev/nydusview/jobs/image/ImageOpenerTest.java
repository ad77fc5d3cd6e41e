package dev.nydusview.jobs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.image.manifest.NotNydusException;
import dev.nydusview.jobs.RecordedConsole;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that use cases open, without any command line. */
class ImageOpenerTest {
    private final RecordedConsole console = new RecordedConsole(Map.of());
    private final SharedLibrary shared = new SharedLibrary();
    private LayoutRegistry registry;
    private Path directory;

    @BeforeEach
    void serve(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        registry = LayoutRegistry.start("misplaced");
        OciLayout layout = OciLayout.open(TestData.misplacedLayout());
        registry.add(layout);
        registry.addManifest(
                "index",
                MediaTypes.OCI_INDEX,
                ("{\"schemaVersion\":2,\"manifests\":[" + descriptor(layout.named("oci")) + ","
                                + descriptor(layout.named("nydus-v6")) + "]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        shared.close();
        registry.close();
    }

    private static String descriptor(Descriptor of) {
        return "{\"mediaType\":\"" + of.mediaType() + "\",\"digest\":\"" + of.digest() + "\",\"size\":" + of.size()
                + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}";
    }

    private ImageOpener images(ImageLibrary library) {
        return new ImageOpener(console, library, Access.of(Map.of()).withPlatform("linux/amd64"));
    }

    @Test
    void anImageReadInPlaceOfAnotherIsSaid() throws IOException {
        ImageOpener images = images(shared.open(console, null));

        try (NydusImage image = images.open(registry.reference("index"))) {
            assertThat(console.said())
                    .containsExactly("reading the Nydus image " + image.name() + " "
                            + image.standsInFor().orElseThrow().phrase() + "; --twin=never refuses that");
        }
    }

    @Test
    void anImageThatIsNamedItselfIsNot() throws IOException {
        try (NydusImage image = images(shared.open(console, null)).open(registry.reference("nydus-v6"))) {
            assertThat(image.standsInFor()).isEmpty();
        }
        assertThat(console.said()).isEmpty();
    }

    @Test
    void anotherAccessOpensAnotherImage() throws IOException {
        ImageOpener images = images(shared.open(console, null)).with(access -> access.withTwins(TwinPolicy.NEVER));

        assertThatThrownBy(() -> images.open(registry.reference("index"))).isInstanceOf(NotNydusException.class);
        assertThat(images.openPlain(registry.reference("index")).name()).startsWith(registry.reference("index"));
    }

    @Test
    void whatIsMalformedIsWrongUsage() {
        ImageOpener images = images(shared.open(console, null));

        assertThatThrownBy(() -> images.open("http://registry.example/app"))
                .asInstanceOf(type(CommandException.class))
                .extracting(CommandException::code)
                .isEqualTo(ExitCode.USAGE);
        assertThatThrownBy(() ->
                        images.with(access -> access.withPlatform("plan9")).open(registry.reference("nydus-v6")))
                .isInstanceOf(CommandException.class);
    }

    @Test
    void layersLieOverEachOther() throws IOException {
        try (NydusImage image = images(shared.open(console, null))
                .openOver(
                        List.of(registry.reference("nydus-v6")),
                        registry.reference("nydus-v6"),
                        MissingTablePolicy.FATAL)) {
            assertThat(image.rafs().tree().inode(image.rafs().tree().root()).isDirectory())
                    .isTrue();
        }
    }

    @Test
    void allShareOneLibraryAndItsCache() throws IOException {
        Path cache = directory.resolve("cache");

        ImageLibrary first = shared.open(console, cache);

        assertThat(shared.open(console, cache)).isSameAs(first);
        assertThat(images(first).cacheRoot()).isEqualTo(cache);
        assertThat(console.said()).isEmpty();
    }

    @Test
    void aCacheThatCannotBeUsedIsSaidAndDoneWithout() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        ImageLibrary library = shared.open(console, file);

        assertThat(images(library).cacheRoot()).isNull();
        assertThat(console.said()).singleElement().asString().startsWith("the cache is not used: ");
        try (NydusImage image = images(library).open(registry.reference("nydus-v6"))) {
            assertThat(image.name()).startsWith(registry.reference("nydus-v6"));
        }
    }

    @Test
    void aPlainImageIsRefusedUnlessItIsPulled() {
        ImageOpener images = images(shared.open(console, null)).with(access -> access.withTwins(TwinPolicy.NEVER));
        JobContext context = new JobContext(console, images, Engines.standard());
        JobContext uncached =
                new JobContext(console, images.with(access -> access.withCached(false)), Engines.standard());
        PullSettings pulls = new PullSettings(true, 1 << 20);

        assertThatThrownBy(() -> new ImageSource(context, new PullSettings(false, 0)).open(registry.reference("oci")))
                .isInstanceOf(NotNydusException.class)
                .hasMessageEndingWith("; --plain=pull unpacks and scans it");
        assertThatThrownBy(() -> new ImageSource(context, pulls).open(registry.reference("oci")))
                .hasMessage("--plain=pull unpacks into the cache, but no cache can be used");
        assertThatThrownBy(() -> new ImageSource(uncached, pulls).open(registry.reference("oci")))
                .hasMessage("--plain=pull unpacks into the cache: it contradicts --no-cache");
    }
}
