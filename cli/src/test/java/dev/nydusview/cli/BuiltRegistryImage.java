package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts images of the builder into a registry. */
final class BuiltRegistryImage {
    private BuiltRegistryImage() {}

    /** Adds {@code image} under {@code tag}; {@code scratch} is an empty directory. */
    static void add(LayoutRegistry registry, String tag, BuiltImage image, Path scratch) throws Exception {
        Path boot = Files.createDirectory(scratch.resolve("image")).resolve("image.boot");
        Files.write(boot, image.bootstrap());
        List<String> layers = new ArrayList<>();
        for (ByteBuffer blob : image.blobs().values()) {
            byte[] bytes = new byte[blob.remaining()];
            blob.get(bytes);
            layers.add(layer(
                    registry.addBlob("application/vnd.oci.image.layer.nydus.blob.v1", bytes),
                    "\"containerd.io/snapshot/nydus-blob\":\"true\""));
        }
        Descriptor bootstrap = registry.addBlob("application/vnd.oci.image.layer.v1.tar+gzip", tar(scratch));
        layers.add(
                layer(
                        bootstrap,
                        "\"containerd.io/snapshot/nydus-bootstrap\":\"true\",\"containerd.io/snapshot/nydus-fs-version\":\"6\""));
        String manifest = "{\"schemaVersion\":2,\"layers\":[" + String.join(",", layers) + "]}";
        registry.addManifest(tag, MediaTypes.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }

    private static String layer(Descriptor layer, String annotations) {
        return "{\"mediaType\":\"" + layer.mediaType() + "\",\"digest\":\"" + layer.digest() + "\",\"size\":"
                + layer.size() + ",\"annotations\":{" + annotations + "}}";
    }

    private static byte[] tar(Path directory) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder(
                        "tar", "-c", "--mtime=@0", "-I", "gzip -n", "-C", directory.toString(), "image")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        assertThat(tar.waitFor()).isZero();
        return bytes;
    }
}
