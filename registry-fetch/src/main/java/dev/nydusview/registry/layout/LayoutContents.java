package dev.nydusview.registry.layout;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.registry.MeteredInputStream;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ReferrerList;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import dev.nydusview.registry.ref.SourceUri;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Contents of an image in files of this machine. */
public final class LayoutContents implements ImageContents {
    private final SourceUri source;
    private final LocalImage image;
    private final TransferMeter meter;

    public LayoutContents(SourceUri source, LocalImage image, TransferMeter meter) {
        this.source = source;
        this.image = image;
        this.meter = meter;
    }

    @Override
    public String name() {
        return source.toString();
    }

    @Override
    public byte[] root() throws IOException {
        Descriptor root = image.root();
        if (root.size() > ManifestDocument.MAX_SIZE) {
            throw new CorruptDataException(
                    "the manifest of " + source + " is larger than " + ManifestDocument.MAX_SIZE + " bytes");
        }
        return read(root, in -> new VerifyingInputStream(in, root, "manifest of " + source).readAllBytes());
    }

    @Override
    public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
        return read(descriptor, reader);
    }

    @Override
    public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
        return read(descriptor, reader);
    }

    @Override
    public List<ReferrerList> referrers(String digest) {
        return List.of(new ReferrerList() {
            @Override
            public String place() {
                return "index.json";
            }

            @Override
            public List<Descriptor> read() throws IOException {
                return image.referrers(digest);
            }
        });
    }

    private <T> T read(Descriptor descriptor, Reader<T> reader) throws IOException {
        try (InputStream in = image.content(descriptor)) {
            return reader.read(new MeteredInputStream(in, meter));
        }
    }
}
