package dev.nydusview.image.manifest;

import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ReferrerList;
import java.io.IOException;
import java.util.List;

/** The same place, seen from the manifest or index that an image in it names as its subject. */
record SubjectContents(ImageContents contents, Descriptor subject) implements ImageContents {
    @Override
    public String name() {
        return "the subject of " + contents.name();
    }

    @Override
    public byte[] root() throws IOException {
        return new ManifestLoader(contents).bytes(subject);
    }

    @Override
    public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
        return contents.manifest(descriptor, reader);
    }

    @Override
    public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
        return contents.layer(descriptor, reader);
    }

    @Override
    public List<ReferrerList> referrers(String digest) {
        return contents.referrers(digest);
    }
}
