package dev.nydusview.jobs.image;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.image.document.StoredManifest;
import dev.nydusview.image.oci.OciImage;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens images through a library that others may share, and reports images that are read in place of plain ones. */
public final class ImageOpener {
    private final Console console;
    private final ImageLibrary library;
    private final Access access;

    public ImageOpener(Console console, ImageLibrary library, Access access) {
        this.console = console;
        this.library = library;
        this.access = access;
    }

    /** The same with another access. */
    public ImageOpener with(UnaryOperator<Access> change) {
        return new ImageOpener(console, library, change.apply(access));
    }

    /** The same with another console. */
    public ImageOpener with(Console other) {
        return new ImageOpener(other, library, access);
    }

    public Access access() {
        return access;
    }

    /** Root of the disk cache; null for none. */
    public @Nullable Path cacheRoot() {
        return library.cacheRoot().orElse(null);
    }

    /** Opens an image, and reports, even on a quiet console, if it is read in place of the one that was named. */
    public NydusImage open(String reference) throws IOException {
        return open(reference, MissingTablePolicy.FATAL);
    }

    /** Opens an image whose tables may be damaged: {@code missing} decides whether it opens without them. */
    public NydusImage open(String reference, MissingTablePolicy missing) throws IOException {
        TransferMeter meter = new TransferMeter();
        Progress opening = Progress.of("opening", reference);
        NydusImage image = shown(
                () -> meter.bootstrapSize() == 0
                        ? opening
                        : opening.bytes(meter.metadataBytes() + meter.blobBytes(), meter.bootstrapSize()),
                () -> library.open(reference, access, missing, meter));
        image.standsInFor().ifPresent(plain -> announce(image.name(), plain));
        return image;
    }

    private void announce(String name, ReplacedImage plain) {
        console.say("reading the Nydus image " + name + " " + plain.phrase() + "; --twin=never refuses that");
    }

    /** Finds an image of either kind, whose layers are not fetched, and reports it as {@link #open(String)} does. */
    public ImageDocuments documents(String reference) throws IOException {
        ImageDocuments found = asking(reference, () -> library.documents(reference, access));
        if (found.replaced() != null) {
            announce(found.name(), found.replaced());
        }
        return found;
    }

    /** Returns the manifest of the image that {@link #documents} finds, and reports it likewise. */
    public StoredManifest manifest(String reference) throws IOException {
        StoredManifest found = asking(reference, () -> library.manifest(reference, access));
        if (found.replaced() != null) {
            announce(found.name(), found.replaced());
        }
        return found;
    }

    /** Returns the manifest or index that {@code reference} itself names. */
    public StoredManifest root(String reference) throws IOException {
        return asking(reference, () -> library.root(reference, access));
    }

    /** Opens an image over {@code lowers}, the lowest first; alone if there are none. */
    public NydusImage openOver(List<String> lowers, String reference, MissingTablePolicy missing) throws IOException {
        List<NydusImage> opened = new ArrayList<>();
        try {
            for (String lower : lowers) {
                opened.add(open(lower, missing));
            }
            NydusImage top = open(reference, missing);
            return opened.isEmpty() ? top : top.over(opened);
        } catch (IOException e) {
            for (NydusImage lower : opened) {
                lower.close();
            }
            throw e;
        }
    }

    /** Opens a plain OCI image; its layers are not fetched yet. */
    public OciImage openPlain(String reference) throws IOException {
        return asking(reference, () -> library.openPlain(reference, access));
    }

    /** Returns the digest of the manifest or index that {@code reference} names in its registry now. */
    public String digest(String reference) throws IOException {
        return meant(() -> library.digest(reference, access).toString());
    }

    /** The catalogue of the registry at {@code host}. */
    public RegistryCatalog catalog(String host) throws IOException {
        return meant(() -> library.catalog(host, access));
    }

    /** A question to a registry or a library of images. */
    public interface Opening<T> {
        T open() throws IOException;
    }

    /** Asks for something that {@code name} names, and shows that this takes long. */
    public <T> T asking(String name, Opening<T> opening) throws IOException {
        return shown(() -> Progress.of("asking for", name), opening);
    }

    @SuppressWarnings("try") // held for its duration only
    private <T> T shown(Supplier<Progress> progress, Opening<T> opening) throws IOException {
        try (Console.Lasting ignored = console.progress(progress)) {
            return meant(opening);
        }
    }

    /** Opens, and reports malformed references and options as wrong usage. */
    private static <T> T meant(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
