package dev.nydusview.jobs.image;

import dev.nydusview.image.archive.StoredImages;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.endpoint.NameList;
import dev.nydusview.registry.endpoint.NameSelection;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.SourceUri;
import java.io.IOException;

/** Finds the tags of a repository, and the names of the images in a layout or an archive. */
public final class RepositoryTags {
    private static final String DOCKER = "docker://";

    private final ImageOpener images;

    public RepositoryTags(ImageOpener images) {
        this.images = images;
    }

    /**
     * Tags of a place.
     *
     * @param place in its canonical form
     */
    public record Found(String place, NameList tags) {}

    /** Finds the tags that {@code wanted} selects at a place, which must not name a tag itself. */
    public Found find(String place, NameSelection wanted) throws IOException {
        try {
            SourceUri source = SourceUri.parse(place);
            return source instanceof SourceUri.Registry ? inRegistry(place, wanted) : inFiles(source, wanted);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private Found inRegistry(String place, NameSelection wanted) throws IOException {
        ImageReference written =
                ImageReference.parseWritten(place.startsWith(DOCKER) ? place.substring(DOCKER.length()) : place);
        if (written.tag() != null || written.digest() != null) {
            throw new CommandException(
                    ExitCode.USAGE, written + " names one image: name the repository, " + written.name());
        }
        RegistryCatalog catalog = images.catalog(written.registry());
        NameList tags = images.asking(written.name(), () -> catalog.tags(written.repository(), wanted));
        return new Found(written.name(), tags);
    }

    private static Found inFiles(SourceUri source, NameSelection wanted) throws IOException {
        if (isNamed(source)) {
            throw new CommandException(ExitCode.USAGE, source + " names one image: leave out its name");
        }
        return new Found(source.toString(), wanted.of(StoredImages.names(source)));
    }

    private static boolean isNamed(SourceUri source) {
        if (source instanceof SourceUri.Layout layout) {
            return layout.tag() != null;
        }
        return source instanceof SourceUri.Stored stored && stored.name() != null;
    }
}
