package dev.nydusview.registry.layout;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.BlobFiles;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.registry.manifest.ReferrerIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files in the OCI image layout: {@code index.json} and {@code blobs/sha256/DIGEST}. */
public final class OciLayout implements BlobFiles {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final NamedFiles files;
    private final String place;
    private final String source;
    private final List<Descriptor> manifests;

    private OciLayout(NamedFiles files, String place, String source, List<Descriptor> manifests) {
        this.files = files;
        this.place = place;
        this.source = source;
        this.manifests = manifests;
    }

    public static OciLayout open(Path directory) throws IOException {
        if (Files.isRegularFile(directory)) {
            throw new NotFoundException(directory + " is a file, not the directory of an OCI layout; unpack an archive "
                    + "of a layout is named oci-archive:FILE");
        }
        return open(NamedFiles.in(directory), directory.toString(), "oci:" + directory);
    }

    /**
     * Opens a layout whose files are anywhere.
     *
     * @param place of the files, for messages
     * @param source prefix of the names of its images, before a colon and the tag
     */
    public static OciLayout open(NamedFiles files, String place, String source) throws IOException {
        Extent index = files.find("index.json");
        if (index == null) {
            throw new NotFoundException(place + " is not an OCI layout: it has no index.json");
        }
        if (index.length() > ManifestDocument.MAX_SIZE) {
            throw new CorruptDataException(
                    place + "/index.json is larger than " + ManifestDocument.MAX_SIZE + " bytes");
        }
        byte[] bytes = index.bytes();
        try {
            List<Descriptor> manifests = new ArrayList<>();
            for (JsonObject object :
                    JsonObject.parse(bytes, OciFormats.MANIFESTS).objects("manifests")) {
                manifests.add(Descriptor.parse(object));
            }
            return new OciLayout(files, place, source, List.copyOf(manifests));
        } catch (MalformedJsonException e) {
            throw new CorruptDataException(place + "/index.json is corrupt: " + e.getMessage());
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
                            ? place + " has " + manifests.size() + " images: name one as " + source + ":TAG; tags: "
                                    + known
                            : place + " has no tag " + tag + "; tags: " + known);
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

    /** Returns the image that {@code tag} names, or without a tag the only one. */
    public LocalImage image(@Nullable String tag) {
        return new LocalImage() {
            @Override
            public Descriptor root() throws IOException {
                return named(tag);
            }

            @Override
            public InputStream content(Descriptor descriptor) throws IOException {
                return OciLayout.this.content(descriptor);
            }

            @Override
            public List<Descriptor> referrers(String digest) throws IOException {
                return OciLayout.this.referrers(digest);
            }

            @Override
            public Extent locate(Sha256 blob) throws IOException {
                return OciLayout.this.locate(blob);
            }
        };
    }

    /** Opens the content of {@code descriptor}, unverified. */
    public InputStream content(Descriptor descriptor) throws IOException {
        return locate(descriptor.digest()).open();
    }

    @Override
    public Extent locate(Sha256 blob) throws IOException {
        Extent found = files.find("blobs/sha256/" + blob.hex());
        if (found == null) {
            throw new NotFoundException(
                    blob + " is missing in the OCI layout " + place + ": copy the image again with all its blobs");
        }
        return found;
    }
}
