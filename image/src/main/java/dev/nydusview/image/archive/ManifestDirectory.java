package dev.nydusview.image.archive;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.layout.LocalImage;
import dev.nydusview.registry.layout.NamedFiles;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory of {@code skopeo copy ... dir:DIR}: {@code manifest.json} has a manifest or an index, further manifests are in
 * {@code DIGEST.manifest.json}, blobs in {@code DIGEST}.
 */
final class ManifestDirectory implements LocalImage {
    private final NamedFiles files;
    private final Path directory;
    private final byte[] manifest;
    private final Descriptor root;

    private ManifestDirectory(NamedFiles files, Path directory, byte[] manifest) {
        this.files = files;
        this.directory = directory;
        this.manifest = manifest;
        this.root = Descriptor.of("", Sha256.of(manifest), manifest.length);
    }

    static ManifestDirectory open(NamedFiles files, Path directory) throws IOException {
        Extent file = files.find("manifest.json");
        if (file == null) {
            throw new NotFoundException(
                    directory + " is not a directory of skopeo's \"dir:\": it has no manifest.json");
        }
        if (file.length() > ManifestDocument.MAX_SIZE) {
            throw new CorruptDataException(
                    directory + "/manifest.json is larger than " + ManifestDocument.MAX_SIZE + " bytes");
        }
        return new ManifestDirectory(files, directory, file.bytes());
    }

    @Override
    public Descriptor root() {
        return root;
    }

    @Override
    public InputStream content(Descriptor descriptor) throws IOException {
        if (descriptor.digest().equals(root.digest())) {
            return new ByteArrayInputStream(manifest);
        }
        Extent document = files.find(descriptor.digest().hex() + ".manifest.json");
        return document == null ? locate(descriptor.digest()).open() : document.open();
    }

    @Override
    public List<Descriptor> referrers(String digest) {
        return List.of(); // the directory does not tell manifests from other files
    }

    @Override
    public Extent locate(Sha256 blob) throws IOException {
        Extent found = files.find(blob.hex());
        if (found == null) {
            throw new NotFoundException(
                    blob + " is missing in the directory " + directory + ": copy the image again with all its blobs");
        }
        return found;
    }
}
