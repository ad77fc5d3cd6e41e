package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.blob.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.serve.LayoutRegistry;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a plain OCI image to which a Nydus image refers. */
class TwinCommandTest {
    private LayoutRegistry registry;
    private String reference;
    private Descriptor twin;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        cli = new Cli(directory);
        OciLayout layout = OciLayout.open(TestData.demoLayout());
        registry = LayoutRegistry.start("demo").add(layout);
        reference = registry.reference("oci");
        Descriptor plain = registry.addManifest("oci", MediaTypes.OCI_MANIFEST, bytes("{\"layers\":[]}"));
        String nydus;
        try (InputStream in = layout.content(layout.named("nydus-v6"))) {
            nydus = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String subject = "{\"subject\":{\"digest\":\"" + plain.digest() + "\"},";
        twin = registry.addBlob(MediaTypes.OCI_MANIFEST, bytes(nydus.replaceFirst("\\{", subject)));
    }

    @AfterEach
    void tearDown() {
        registry.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void twinIsReadAndAnnounced() {
        Cli.Result result = cli.run("cat", reference, "/etc/os-release");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("ID=debian");
        assertThat(result.err())
                .isEqualTo(
                        "nydusview: " + reference + " is an OCI image; using its Nydus twin " + twin.digest() + "\n");
        assertThat(cli.run("stat", "--format", "json", reference, "/").out())
                .contains("\"" + reference + "@" + twin.digest() + "\"");
        assertThat(cli.run("ls", "--quiet", reference).err()).isEmpty();
    }

    @Test
    void plainImageIsRefusedWithoutIt() {
        Cli.Result result = cli.run("ls", "--no-twin", reference);

        assertThat(result)
                .isEqualTo(new Cli.Result(
                        5,
                        "",
                        "nydusview: " + reference + " is a plain OCI image, not a Nydus image: no layer has the"
                                + " annotation containerd.io/snapshot/nydus-bootstrap; convert it with nydusify, or"
                                + " scan it as an OCI image\n"));
        assertThat(cli.with("NYDUSVIEW_NO_TWIN", "true").run("ls", reference).code())
                .isEqualTo(5);
    }
}
