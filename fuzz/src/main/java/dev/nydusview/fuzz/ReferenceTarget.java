package dev.nydusview.fuzz;

import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.Platform;
import dev.nydusview.registry.ref.SourceUri;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names of images, from users or from lists that users were given. */
final class ReferenceTarget implements Target {
    @Override
    public List<byte[]> seeds() {
        return List.of(
                        "debian",
                        "localhost:5000/app/web:1.2-x",
                        "docker://[::1]:5000/a__b@sha256:" + "0123456789abcdef".repeat(4),
                        "oci:dir:tag",
                        "bootstrap:/tmp/image.boot",
                        "linux/arm64/v8")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Outcome platform = Outcome.of(() -> Platform.parse(text));
        if (platform.failure() != null) {
            throw new AssertionError("platform", platform.failure());
        }
        SourceUri source = SourceUri.parse(text);
        if (source instanceof SourceUri.Registry registry) {
            ImageReference reference = registry.reference();
            ImageProbe.check(
                    ImageReference.parse(reference.toString()).equals(reference),
                    "the full form of a reference is another reference");
        }
    }
}
