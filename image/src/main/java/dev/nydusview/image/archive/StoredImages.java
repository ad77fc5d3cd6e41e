package dev.nydusview.image.archive;

import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.layout.LocalImage;
import dev.nydusview.registry.layout.NamedFiles;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.ref.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    private static LocalImage directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new NotFoundException(path + " is not a directory");
        }
        return ManifestDirectory.open(NamedFiles.in(path), path);
    }
}
