package dev.nydusview.cli.scan;

import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.output.Quantity;
import dev.nydusview.registry.NotNydusException;
import dev.nydusview.registry.OciImage;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.unpack.UnpackedImage;
import dev.nydusview.unpack.UnpackedImages;
import java.io.IOException;
import java.nio.file.Path;

/** Opens images, lazily if they can be read so. */
public final class ImageSource {
    private static final long MAX_ENTRIES = 10_000_000;

    private final Environment environment;
    private final ImageOptions images;
    private final PullOptions options;
    private final OutputOptions output;

    public ImageSource(Environment environment, ImageOptions images, PullOptions options, OutputOptions output) {
        this.environment = environment;
        this.images = images;
        this.options = options;
        this.output = output;
    }

    public OpenedImage open(String reference) throws IOException {
        try {
            return OpenedImage.lazy(images.open(reference, environment));
        } catch (NotNydusException e) {
            if (!options.pulls()) {
                throw new NotNydusException(e.getMessage() + "; --plain=pull has it unpacked and scanned as it is");
            }
            return pull(reference);
        }
    }

    private OpenedImage pull(String reference) throws IOException {
        Path cache = images.cacheRoot(environment);
        if (cache == null) {
            throw images.isCacheDisabled()
                    ? new CommandException(
                            ExitCode.USAGE, "--plain=pull unpacks into the cache: it contradicts --no-cache")
                    : new CommandException(
                            ExitCode.FAILURE, "--plain=pull unpacks into the cache, and there is none to be used");
        }
        OciImage image = images.openPlain(reference, environment);
        try {
            String remedy = "allow more with --max-pull";
            ImageLimits limits = new ImageLimits(options.maxPull, MAX_ENTRIES, remedy, remedy);
            UnpackedImage unpacked = new UnpackedImages(cache, limits).open(image);
            unpacked.changed()
                    .ifPresent(why -> environment.say("what was unpacked of " + image.name()
                            + " before was changed in the cache (" + why + "): thrown away and unpacked anew"));
            if (!output.quiet()) {
                environment.say(image.name() + " is a plain OCI image: "
                        + (unpacked.isFresh()
                                ? "pulled " + Quantity.bytes(image.bytesFetched()) + " and unpacked"
                                : "taken from the cache, where it was unpacked before"));
                unpacked.losses()
                        .kinds()
                        .forEach((what, loss) -> environment.say(Quantity.of(loss.files(), "file")
                                + " not quite as in the image: " + OpenedImage.described(what)));
            }
            return OpenedImage.unpacked(image, unpacked);
        } catch (IOException | RuntimeException e) {
            image.close();
            throw e;
        }
    }
}
