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

/** An image in an OCI layout. */
public final class LayoutContents implements ImageContents {
    private final SourceUri.Layout source;
    private final OciLayout layout;
    private final TransferMeter meter;

    public LayoutContents(SourceUri.Layout source, OciLayout layout, TransferMeter meter) {
        this.source = source;
        this.layout = layout;
        this.meter = meter;
    }

    @Override
    public String name() {
        return source.toString();
    }

    @Override
    public byte[] root() throws IOException {
        Descriptor root = layout.named(source.tag());
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
                return layout.referrers(digest);
            }
        });
    }

    private <T> T read(Descriptor descriptor, Reader<T> reader) throws IOException {
        try (InputStream in = layout.content(descriptor)) {
            return reader.read(new MeteredInputStream(in, meter));
        }
    }
}
