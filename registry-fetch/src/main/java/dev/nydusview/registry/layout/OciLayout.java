package dev.nydusview.registry.layout;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.BlobFiles;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.registry.manifest.ReferrerIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory in the OCI image layout: {@code index.json} and {@code blobs/sha256/DIGEST}. */
public final class OciLayout implements BlobFiles {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final Path directory;
    private final List<Descriptor> manifests;

    private OciLayout(Path directory, List<Descriptor> manifests) {
        this.directory = directory;
        this.manifests = manifests;
    }

    public static OciLayout open(Path directory) throws IOException {
        if (Files.isRegularFile(directory)) {
            throw new NotFoundException(directory + " is a file, not the directory of an OCI layout; unpack an archive "
                    + "of a layout with \"tar -xf FILE -C DIR\" and name oci:DIR");
        }
        Path index = directory.resolve("index.json");
        byte[] bytes;
        try (InputStream in = Files.newInputStream(index)) {
            bytes = in.readNBytes(ManifestDocument.MAX_SIZE + 1);
        } catch (NoSuchFileException e) {
            throw new NotFoundException(directory + " is not an OCI layout: it has no index.json", e);
        }
        if (bytes.length > ManifestDocument.MAX_SIZE) {
            throw new CorruptDataException(index + " is larger than " + ManifestDocument.MAX_SIZE + " bytes");
        }
        try {
            List<Descriptor> manifests = new ArrayList<>();
            for (JsonObject object :
                    JsonObject.parse(bytes, OciFormats.MANIFESTS).objects("manifests")) {
                manifests.add(Descriptor.parse(object));
            }
            return new OciLayout(directory, List.copyOf(manifests));
        } catch (MalformedJsonException e) {
            throw new CorruptDataException(index + " is corrupt: " + e.getMessage());
        }
    }

    /** The descriptors that tags name. */
    public Map<String, Descriptor> tags() {
        Map<String, Descriptor> tags = new LinkedHashMap<>();
        for (Descriptor manifest : manifests) {
            String tag = manifest.annotations().get(REF_NAME);
            if (tag != null) {
                tags.put(tag, manifest);
            }
        }
        return tags;
    }

    /** The manifest or index that {@code tag} names, or without a tag the only one. */
    public Descriptor named(@Nullable String tag) throws NotFoundException {
        if (tag == null && manifests.size() == 1) {
            return manifests.get(0);
        }
        Descriptor found = tag == null ? null : tags().get(tag);
        if (found == null) {
            String known = tags().isEmpty() ? "none" : String.join(", ", tags().keySet());
            throw new NotFoundException(
                    tag == null
                            ? directory + " has " + manifests.size() + " images: name one as oci:" + directory
                                    + ":TAG; tags: " + known
                            : directory + " has no tag " + tag + "; tags: " + known);
        }
        return found;
    }

    /** Returns the image manifests at the top of the layout whose subject is {@code digest}; unverified. */
    public List<Descriptor> referrers(String digest) throws IOException {
        List<Descriptor> referrers = new ArrayList<>();
        for (Descriptor manifest : manifests) {
            if (MediaTypes.mayBeImage(manifest.mediaType()) && digest.equals(subjectOf(manifest))) {
                referrers.add(manifest);
            }
        }
        return List.copyOf(referrers);
    }

    private @Nullable String subjectOf(Descriptor manifest) throws IOException {
        try (InputStream in = content(manifest)) {
            return ReferrerIndex.subjectOf(in.readNBytes(ManifestDocument.MAX_SIZE));
        } catch (NotFoundException e) {
            // A sparse copy of a layout has fewer manifests than it lists.
            return null;
        }
    }

    /** The content of {@code descriptor}, unverified. */
    public InputStream content(Descriptor descriptor) throws IOException {
        return Files.newInputStream(find(descriptor.digest()));
    }

    @Override
    public Path find(Sha256 blob) throws NotFoundException {
        Path file = directory.resolve("blobs").resolve("sha256").resolve(blob.hex());
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException(
                    blob + " is missing in the OCI layout " + directory + ": copy the image again with all its blobs");
        }
        return file;
    }
}
