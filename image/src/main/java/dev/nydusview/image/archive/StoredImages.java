package dev.nydusview.image.archive;

import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.layout.LocalImage;
import dev.nydusview.registry.layout.NamedFiles;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.ref.InvalidReferenceException;
import dev.nydusview.registry.ref.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens images in the forms of skopeo and docker. */
public final class StoredImages {
    private StoredImages() {}

    public static LocalImage open(SourceUri.Stored source) throws IOException {
        Path path = source.path();
        String whole = source.form().transport() + ":" + path;
        return switch (source.form()) {
            case OCI_ARCHIVE ->
                OciLayout.open(TarIndex.of(path), path.toString(), whole).image(source.name());
            case DOCKER_ARCHIVE -> DockerArchive.open(TarIndex.of(path), path, source.name());
            case DIRECTORY -> directory(path);
        };
    }

    /**
     * Returns the names of the images in a layout or an archive, in its order.
     *
     * @throws InvalidReferenceException if images of this form have no names
     */
    public static List<String> names(SourceUri source) throws IOException {
        if (source instanceof SourceUri.Layout layout) {
            return List.copyOf(OciLayout.open(layout.directory()).tags().keySet());
        }
        if (source instanceof SourceUri.Stored stored) {
            Path path = stored.path();
            switch (stored.form()) {
                case OCI_ARCHIVE -> {
                    OciLayout layout = OciLayout.open(TarIndex.of(path), path.toString(), source.toString());
                    return List.copyOf(layout.tags().keySet());
                }
                case DOCKER_ARCHIVE -> {
                    return DockerArchive.names(TarIndex.of(path), path);
                }
                case DIRECTORY -> {}
            }
        }
        throw new InvalidReferenceException(source + " has a single image, without a name");
    }

    private static LocalImage directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new NotFoundException(path + " is not a directory");
        }
        return ManifestDirectory.open(NamedFiles.in(path), path);
    }
}
