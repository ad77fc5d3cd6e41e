package dev.nydusview.fuzz;

import dev.nydusview.image.access.TwinRule;
import dev.nydusview.image.manifest.ManifestResolver;
import dev.nydusview.image.manifest.NydusManifest;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ReferrerIndex;
import dev.nydusview.registry.manifest.ReferrerList;
import dev.nydusview.registry.ref.Platform;
import dev.nydusview.testdata.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A manifest, an index, or a list of referrers; the documents that it names are sound. */
final class ManifestTarget implements Target {
    private static final int SMALL = 4096;

    @Override
    public List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(Files.readAllBytes(TestData.demoLayout().resolve("index.json")));
        try (Stream<Path> blobs = Files.list(blobs())) {
            for (Path blob :
                    blobs.filter(file -> file.toFile().length() < SMALL).toList()) {
                seeds.add(Files.readAllBytes(blob));
            }
        }
        return seeds;
    }

    private static Path blobs() {
        return TestData.demoLayout().resolve("blobs").resolve("sha256");
    }

    @Override
    public void run(byte[] input) throws IOException {
        TwinRule rule = input.length % 2 == 0 ? TwinRule.ADMIT : new TwinRule(false, true, "");
        ManifestResolver resolver =
                new ManifestResolver(new Contents(input), new Platform("linux", "amd64", null), rule);
        NydusManifest manifest = resolver.resolve();
        resolver.platformCheck().await();
        ImageProbe.check(manifest.bootstrap().size() >= 0, "a bootstrap layer of an impossible size");
    }

    /** The input by name and as list of referrers, and the layout of the sample image by digest. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Contents(byte[] input) implements ImageContents {
        @Override
        public String name() {
            return "registry.example/app:1";
        }

        @Override
        public byte[] root() {
            return input;
        }

        @Override
        public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
            Path blob = blobs().resolve(descriptor.hex());
            if (!Files.exists(blob)) {
                throw new NotFoundException("no " + descriptor.digest());
            }
            return reader.read(new ByteArrayInputStream(Files.readAllBytes(blob)));
        }

        @Override
        public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
            return manifest(descriptor, reader);
        }

        @Override
        public List<ReferrerList> referrers(String digest) {
            return List.of(new ReferrerList() {
                @Override
                public String place() {
                    return "referrers API";
                }

                @Override
                public List<Descriptor> read() throws IOException {
                    return ReferrerIndex.parse(input, "referrers API");
                }
            });
        }
    }
}
