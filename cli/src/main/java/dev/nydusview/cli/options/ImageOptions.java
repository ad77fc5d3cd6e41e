package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.ImageSelection;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.image.plain.OciImage;
import dev.nydusview.jobs.confine.OutOfReach;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.rafs.model.MissingTablePolicy;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Everything that says how an image is reached. */
public final class ImageOptions {
    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    @Mixin
    CacheOptions cache = new CacheOptions();

    private final TwinPolicy.Mode usualTwin;
    private @Nullable String platform;
    private @Nullable TwinPolicy twins;
    private @Nullable ImageLibrary library;

    /** For commands that look into any image that is there. */
    public ImageOptions() {
        this(TwinPolicy.Mode.ANY);
    }

    /** @param usualTwin what is read in place of a plain image if the user says nothing of it */
    public ImageOptions(TwinPolicy.Mode usualTwin) {
        this.usualTwin = usualTwin;
    }

    /** Opens an image, and says on standard error, quiet or not, if it is read in place of the one that was named. */
    public NydusImage open(String reference, Environment environment) throws IOException {
        return open(reference, environment, MissingTablePolicy.FATAL);
    }

    /** Opens an image, if {@code loss} says so even one without some of its tables. */
    public NydusImage open(String reference, Environment environment, MissingTablePolicy loss) throws IOException {
        return open(reference, environment, access(environment), loss);
    }

    /** Opens an image past the cache, so that what is read is what is there now. */
    public NydusImage openUncached(String reference, Environment environment) throws IOException {
        return open(reference, environment, access(environment).withCached(false), MissingTablePolicy.FATAL);
    }

    private NydusImage open(String reference, Environment environment, Access access, MissingTablePolicy loss)
            throws IOException {
        NydusImage image = meant(() -> library(environment).open(reference, access, loss));
        image.standsInFor()
                .ifPresent(plain -> environment.say("reading the Nydus image " + image.name() + " " + plain.phrase()
                        + "; --twin=never refuses that"));
        return image;
    }

    /** Opens a plain OCI image, none of whose layers is fetched yet. */
    public OciImage openPlain(String reference, Environment environment) throws IOException {
        Access access = access(environment);
        return meant(() -> library(environment).openPlain(reference, access));
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    /** A malformed value is the fault of whoever wrote it. */
    private static <T> T meant(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** Digest of the manifest or index that {@code reference} names in its registry, as it is there now. */
    public String manifestDigest(String reference, Environment environment) throws IOException {
        Access access = access(environment);
        return meant(() -> library(environment).digest(reference, access));
    }

    /**
     * The same with another platform and other Nydus images in place of plain ones.
     *
     * @param otherPlatform null for the same
     */
    public ImageOptions with(@Nullable String otherPlatform, TwinPolicy otherTwins, Environment environment) {
        ImageOptions other = new ImageOptions(usualTwin);
        other.library = library(environment);
        other.source = source;
        other.registry = registry;
        other.cache = cache;
        other.platform = otherPlatform == null ? platform : otherPlatform;
        other.twins = otherTwins;
        return other;
    }

    /** The Nydus images that may be read in place of plain ones. */
    public TwinPolicy twins() throws CommandException {
        return twins == null ? source.twins(usualTwin) : twins;
    }

    /** The catalogue of the registry at {@code host}. */
    public RegistryCatalog catalog(String host, Environment environment) throws IOException {
        Access access = access(environment);
        return meant(() -> library(environment).catalog(host, access));
    }

    /** Root of the disk cache; null for none. */
    public @Nullable Path cacheRoot(Environment environment) {
        return cache.root(environment);
    }

    /** True if the user wants no disk cache, rather than that none can be had. */
    public boolean isCacheDisabled() {
        return cache.disabled();
    }

    /** Files and directories that programs over an image do not get to see. */
    public List<Path> outOfReach(Environment environment) {
        return OutOfReach.of(environment.variables(), cacheRoot(environment), registry.authFile);
    }

    public RegistryOptions registry() {
        return registry;
    }

    private synchronized ImageLibrary library(Environment environment) {
        if (library == null) {
            library = ImageLibrary.open(new LibrarySettings(cacheRoot(environment)));
        }
        return library;
    }

    private Access access(Environment environment) throws IOException {
        registry.check();
        ImageSelection selection =
                new ImageSelection(platform == null ? source.platform : platform, twins(), source.blobDirectory);
        return new Access(selection, registry.access(environment), true);
    }
}
